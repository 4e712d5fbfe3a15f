package io.github.vgg4j.engine;

/** Whether an engine can run here, and if not, what to do about it. */
public sealed interface Availability {

  /**
   * The engine can run.
   *
   * @param device what it would run on, in words
   * @param preference the higher, the sooner {@code auto} picks it
   */
  record Available(String device, int preference) implements Availability {}

  /**
   * The engine cannot run.
   *
   * @param reason what is missing, in words
   * @param remedy the one thing to do
   */
  record Unavailable(String reason, String remedy) implements Availability {}
}
