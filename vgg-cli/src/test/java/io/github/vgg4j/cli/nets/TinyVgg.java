package io.github.vgg4j.cli.nets;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** A network that trains in moments. */
@VggArch(
    value = @Block(convs = 1, out = 4),
    batchNorm = true,
    input = @Input(channels = 1, height = 12, width = 8),
    head =
        @Head(
            hidden = {},
            labels = Lamp.class))
public interface TinyVgg {}
