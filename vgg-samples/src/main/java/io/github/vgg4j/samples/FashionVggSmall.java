package io.github.vgg4j.samples;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/**
 * A small VGG with batch norm for Fashion-MNIST at its own 28x28, which learns well on a laptop;
 * the network that {@code vgg train} takes unless told otherwise.
 *
 * <p>Two halvings keep a 7x7 map, as the paper's five do at 224x224; batch norm (Ioffe and Szegedy
 * 2015) lets it start at a high learning rate.
 */
@VggArch(
    value = {@Block(convs = 1, out = 32), @Block(convs = 2, out = 64)},
    batchNorm = true,
    input = @Input(channels = 1, height = 28, width = 28),
    head = @Head(hidden = 256, dropout = 0.3, labels = Garment.class))
public interface FashionVggSmall {}
