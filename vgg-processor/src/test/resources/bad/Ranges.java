package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(
    value = {
      @Block(convs = 0, out = 64), // ERROR [Vgg/OutOfRange]
      @Block(
          convs = 101, // ERROR [Vgg/OutOfRange]
          out = -1, // ERROR [Vgg/OutOfRange]
          in = -2), // ERROR [Vgg/OutOfRange]
      @Block(convs = Integer.MAX_VALUE, out = 64), // ERROR [Vgg/OutOfRange]
    },
    widthDivisor = 0, // ERROR [Vgg/OutOfRange]
    input =
        @Input(
            channels = 0, // ERROR [Vgg/OutOfRange]
            height = -224, // ERROR [Vgg/OutOfRange]
            width = 0), // ERROR [Vgg/OutOfRange]
    head =
        @Head(
            hidden = {4096, 0}, // ERROR [Vgg/OutOfRange]
            dropout = 1, // ERROR [Vgg/OutOfRange]
            classes = 1)) // ERROR [Vgg/OutOfRange]
public interface Ranges {}
