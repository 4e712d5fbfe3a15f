package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(
    value = {
      @Block(convs = 1, out = 64, in = 3), // ERROR [Vgg/ChannelMismatch]
      @Block(convs = 1, out = 128, in = 64),
      @Block(convs = 2, out = 256, in = 32), // ERROR [Vgg/ChannelMismatch]
      @Block(convs = 2, out = 512),
      @Block(convs = 2, out = 512),
      @Block(convs = 2, out = 512), // ERROR [Vgg/SpatialUnderflow]
    },
    widthDivisor = 4,
    input = @Input(channels = 1, height = 48, width = 48))
public interface Channels {}
