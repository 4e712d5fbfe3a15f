package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** The textbook VGG-11, widths divided by 4. */
@VggArch(
    value = {
      @Block(convs = 1, out = 64),
      @Block(convs = 1, out = 128, in = 64),
      @Block(convs = 2, out = 256),
      @Block(convs = 2, out = 512),
      @Block(convs = 2, out = 512)
    },
    widthDivisor = 4,
    input = @Input(channels = 1, height = 96, width = 96),
    head = @Head(hidden = {4096, 4096}, dropout = 0.5, labels = Garment.class))
public interface FashionVgg11 {}
