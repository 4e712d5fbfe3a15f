package io.github.vgg4j.cuda.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Seconds of something that was run again and again, by the host's clock, once the JVM has compiled
 * what it needs and the device's clocks have risen.
 *
 * @param seconds sorted; one for each sample
 */
record Timing(List<Double> seconds) {

  private static final double NANOS = 1e9;
  private static final double WARM_SECONDS = 1;
  private static final int WARM_RUNS = 20;
  private static final int ROUNDS = 5;
  private static final double ROUND_SECONDS = 0.5;
  private static final int FEWEST_OF_A_ROUND = 10;
  private static final int MOST_OF_A_ROUND = 500;

  Timing {
    seconds = seconds.stream().sorted().toList();
  }

  /**
   * Runs that nobody waits for, in rounds that end with all of them done: seconds a run.
   *
   * @param finish waits until everything asked for is done
   */
  static Timing pace(Runnable step, Runnable finish) {
    double estimate = warmUp(step, finish);
    int runs =
        (int) Math.max(FEWEST_OF_A_ROUND, Math.min(MOST_OF_A_ROUND, ROUND_SECONDS / estimate));
    List<Double> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      for (int run = 0; run < runs; run++) {
        step.run();
      }
      finish.run();
      rounds.add((System.nanoTime() - begin) / NANOS / runs);
    }
    return new Timing(rounds);
  }

  /** Runs of which each is waited for. */
  static Timing waiting(int samples, Runnable step) {
    warmUp(step, () -> {});
    List<Double> seconds = new ArrayList<>();
    for (int sample = 0; sample < samples; sample++) {
      long begin = System.nanoTime();
      step.run();
      seconds.add((System.nanoTime() - begin) / NANOS);
    }
    return new Timing(seconds);
  }

  /** Seconds that a run took. */
  private static double warmUp(Runnable step, Runnable finish) {
    step.run();
    finish.run();
    long begin = System.nanoTime();
    double spent = 0;
    int runs = 0;
    while (spent < WARM_SECONDS || runs < WARM_RUNS) {
      step.run();
      runs++;
      // What is asked for is not done yet: without this a fast host would pile up work for a slow
      // device.
      if (runs % WARM_RUNS == 0) {
        finish.run();
      }
      spent = (System.nanoTime() - begin) / NANOS;
    }
    finish.run();
    return (System.nanoTime() - begin) / NANOS / runs;
  }

  double median() {
    return quantile(0.5);
  }

  double fastest() {
    return seconds.get(0);
  }

  double slowest() {
    return seconds.get(seconds.size() - 1);
  }

  /** The smallest that so large a share does not exceed. */
  double quantile(double share) {
    int index = (int) Math.ceil(share * seconds.size()) - 1;
    return seconds.get(Math.max(0, Math.min(seconds.size() - 1, index)));
  }
}
