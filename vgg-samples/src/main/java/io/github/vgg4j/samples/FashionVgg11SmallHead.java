package io.github.vgg4j.samples;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/**
 * VGG-11 with all its channels on Fashion-MNIST resized to 224x224, and a head of 512 and 512
 * instead of 4096 and 4096, where most of the paper's parameters stand: 22,332,682 in all.
 */
@VggArch(
    value = {
      @Block(convs = 1, out = 64),
      @Block(convs = 1, out = 128),
      @Block(convs = 2, out = 256),
      @Block(convs = 2, out = 512),
      @Block(convs = 2, out = 512)
    },
    input = @Input(channels = 1, height = 224, width = 224),
    head =
        @Head(
            hidden = {512, 512},
            dropout = 0.5,
            labels = Garment.class))
public interface FashionVgg11SmallHead {}
