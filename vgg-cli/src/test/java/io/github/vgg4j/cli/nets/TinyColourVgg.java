package io.github.vgg4j.cli.nets;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** A network that grey images do not fit. */
@VggArch(
    value = @Block(convs = 1, out = 4),
    input = @Input(channels = 3, height = 8, width = 8),
    head = @Head(hidden = 6, classes = 10))
public interface TinyColourVgg {}
