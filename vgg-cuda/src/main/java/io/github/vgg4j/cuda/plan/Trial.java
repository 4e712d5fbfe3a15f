package io.github.vgg4j.cuda.plan;

/**
 * Ties candidates to memory, so that they can be timed.
 *
 * @param <P> the kind of plan
 */
public interface Trial<P extends Plan> {

  /** A plan that is ready to run. */
  interface Run extends AutoCloseable {

    /** Asks the device to run it; does not wait. */
    void run();

    @Override
    void close();
  }

  /**
   * Makes a candidate ready; its arrays may hold anything, and its results are overwritten.
   *
   * @throws TrialException if this one cannot run here
   */
  Run prepare(P plan);
}
