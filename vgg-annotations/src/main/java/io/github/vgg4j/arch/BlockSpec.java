package io.github.vgg4j.arch;

/**
 * One asked-for block: 3x3 convolutions, each with a ReLU, and a max pool that halves the map.
 *
 * @param convs number of convolutions
 * @param out channels of each convolution, before the width divisor
 * @param declaredIn the {@code out} of the block before, or the input's channels for the first
 *     block, as the user believes it to be; 0 where the user does not say
 */
public record BlockSpec(int convs, int out, int declaredIn) {}
