package shop;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(
    value = {@Block(convs = 1, out = 32), @Block(convs = 2, out = 64)},
    batchNorm = true,
    input = @Input(channels = 3, height = 64, width = 48),
    head = @Head(hidden = 128, dropout = 0.3, labels = Shoe.class))
public interface ShoeVgg {}
