package io.github.vgg4j.cuda.plan;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times the candidates on the device, and keeps the fastest that runs. */
public final class PlanTuner {

  private static final Logger LOG = System.getLogger(PlanTuner.class.getName());

  private final Stopwatch stopwatch;

  /** A tuner that times by the device's own watch. */
  public PlanTuner(Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
  }

  /**
   * The fastest of some plans; the others are closed.
   *
   * @param what they do, for messages
   * @param plans at least one
   * @throws NoPlanException if none of them runs
   * @throws RuntimeException what else happens, such as that the device is lost; all are closed
   */
  public <P extends Plan> P fastest(String what, List<P> plans, Trial<P> trial) {
    List<String> failures = new ArrayList<>();
    @Nullable P best = null;
    double least = Double.POSITIVE_INFINITY;
    try {
      for (P plan : plans) {
        double seconds = seconds(what, plan, trial, failures);
        if (seconds < least) {
          least = seconds;
          best = plan;
        }
      }
    } catch (RuntimeException e) {
      plans.forEach(Plan::close);
      throw e;
    }
    @Nullable P winner = best;
    plans.stream().filter(plan -> plan != winner).forEach(Plan::close);
    if (winner == null) {
      throw new NoPlanException(what, failures);
    }
    LOG.log(Level.DEBUG, "{0}: {1} in {2} us", what, winner, least * 1e6);
    return winner;
  }

  /** Infinity for a plan that does not run; one that takes no time was not timed. */
  private <P extends Plan> double seconds(
      String what, P plan, Trial<P> trial, List<String> failures) {
    try (Trial.Run run = trial.prepare(plan)) {
      double seconds = stopwatch.seconds(run::run);
      if (seconds > 0) {
        return seconds;
      }
      failures.add(plan + ": timed at " + seconds + " s");
    } catch (TrialException | CudnnException | CublasException e) {
      failures.add(plan + ": " + e.getMessage());
      LOG.log(Level.INFO, what + ": " + plan + " does not run and is passed over", e);
    }
    return Double.POSITIVE_INFINITY;
  }
}
