package io.github.vgg4j.cuda.plan;

/** Times work on the device. */
public interface Stopwatch {

  /**
   * Runs something as often as it takes.
   *
   * @param work asks the device to do it, and does not wait
   * @return seconds of one run on the device
   * @throws TrialException if it does not run
   */
  double seconds(Runnable work);
}
