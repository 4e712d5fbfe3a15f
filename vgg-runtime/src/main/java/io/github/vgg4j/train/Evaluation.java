package io.github.vgg4j.train;

/**
 * How well a network does on images it does not learn from.
 *
 * @param loss mean cross entropy in nats
 * @param accuracy share of the images classified right, in [0, 1]
 * @param images how many there were
 * @param seconds that it took
 */
public record Evaluation(double loss, double accuracy, int images, double seconds) {}
