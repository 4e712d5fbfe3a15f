package io.github.vgg4j.samples;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/**
 * The textbook's VGG-11 with a quarter of the channels, on Fashion-MNIST resized to 96x96:
 * 22,121,802 parameters, 107.8 million multiply-accumulates.
 *
 * <p>After A. Zhang, Z. Lipton, M. Li, A. Smola, "Dive into Deep Learning", section 8.2, which
 * resizes to 224x224 ({@link FashionVgg11At224}) and trains with plain SGD at 0.05, batch 128.
 */
@VggArch(
    value = {
      @Block(convs = 1, out = 64),
      @Block(convs = 1, out = 128),
      @Block(convs = 2, out = 256),
      @Block(convs = 2, out = 512),
      @Block(convs = 2, out = 512)
    },
    widthDivisor = 4,
    input = @Input(channels = 1, height = 96, width = 96),
    head =
        @Head(
            hidden = {4096, 4096},
            dropout = 0.5,
            labels = Garment.class))
public interface FashionVgg11 {}
