package io.github.vgg4j.arch;

/**
 * The asked-for shape of one image. Unlike a {@link Shape} it may hold sizes that are out of range:
 * {@link ShapeFlow} finds those.
 *
 * @param channels 1 for grey images, 3 for colour
 * @param height rows
 * @param width columns
 */
public record InputSpec(int channels, int height, int width) {}
