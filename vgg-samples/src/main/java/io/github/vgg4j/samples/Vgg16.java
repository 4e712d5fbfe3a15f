package io.github.vgg4j.samples;

import io.github.vgg4j.Block;
import io.github.vgg4j.VggArch;

/**
 * VGG-16 for ImageNet, 3x224x224 to 1000 classes: 138,357,544 parameters, 15.5 billion
 * multiply-accumulates.
 *
 * <p>K. Simonyan, A. Zisserman, "Very deep convolutional networks for large-scale image
 * recognition" (2014), configuration D; input and head are the annotation's defaults.
 */
@VggArch({
  @Block(convs = 2, out = 64),
  @Block(convs = 2, out = 128),
  @Block(convs = 3, out = 256),
  @Block(convs = 3, out = 512),
  @Block(convs = 3, out = 512)
})
public interface Vgg16 {}
