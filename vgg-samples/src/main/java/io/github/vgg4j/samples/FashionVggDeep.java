package io.github.vgg4j.samples;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/**
 * A VGG with batch norm for Fashion-MNIST at its own 28x28 that goes for accuracy: ten times the
 * work of {@link FashionVggSmall}, for a GPU or a patient processor.
 */
@VggArch(
    value = {
      @Block(convs = 2, out = 64),
      @Block(convs = 2, out = 128),
      @Block(convs = 2, out = 256)
    },
    batchNorm = true,
    input = @Input(channels = 1, height = 28, width = 28),
    head = @Head(hidden = 256, dropout = 0.5, labels = Garment.class))
public interface FashionVggDeep {}
