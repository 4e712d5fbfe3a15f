package shop;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

@VggArch(
    value = @Block(convs = 1, out = 8),
    input = @Input(channels = 3, height = 16, width = 16),
    head = @Head(hidden = 32, classes = 3))
public interface Untouched {}
