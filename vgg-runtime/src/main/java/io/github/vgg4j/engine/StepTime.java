package io.github.vgg4j.engine;

/**
 * How long one part of a step took.
 *
 * @param layer torchvision's name, or what all layers share: {@code loss}, {@code update}
 * @param work what it computes, in words
 * @param implementation the library's name of the code that ran
 * @param seconds mean of the measured steps
 * @param flops multiplications and additions; 0 where memory decides the time
 * @param bytes read and written, each array counted once
 */
public record StepTime(
    String layer, String work, String implementation, double seconds, long flops, long bytes) {}
