package io.github.vgg4j.samples;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/**
 * VGG-11 with all its channels, on Fashion-MNIST resized to 96x96: {@link FashionVgg11} without the
 * division by four, as the paper has it (K. Simonyan, A. Zisserman 2014, configuration A):
 * 44,920,074 parameters.
 */
@VggArch(
    value = {
      @Block(convs = 1, out = 64),
      @Block(convs = 1, out = 128),
      @Block(convs = 2, out = 256),
      @Block(convs = 2, out = 512),
      @Block(convs = 2, out = 512)
    },
    input = @Input(channels = 1, height = 96, width = 96),
    head =
        @Head(
            hidden = {4096, 4096},
            dropout = 0.5,
            labels = Garment.class))
public interface FashionVgg11FullWidth {}
