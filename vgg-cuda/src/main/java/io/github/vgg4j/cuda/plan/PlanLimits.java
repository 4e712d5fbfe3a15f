package io.github.vgg4j.cuda.plan;

/**
 * What bounds a search for plans.
 *
 * @param workspaceBytes of scratch that a plan may need
 * @param candidates plans that are made, at least 1
 * @param perEngine of them, by one engine with other settings
 * @param compiled of them, compiled on the spot, for seconds each; may be 0
 */
public record PlanLimits(long workspaceBytes, int candidates, int perEngine, int compiled) {

  /** 256 MiB of scratch; 8 candidates, at most 3 of one engine and 2 compiled. */
  public static final PlanLimits DEFAULT = new PlanLimits(256L << 20, 8, 3, 2);

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if scratch or {@code compiled} is below 0, or another count
   *     below 1
   */
  public PlanLimits {
    if (workspaceBytes < 0 || candidates < 1 || perEngine < 1 || compiled < 0) {
      throw new IllegalArgumentException(
          "Limits of %d bytes and %d, %d, %d plans leave no plan"
              .formatted(workspaceBytes, candidates, perEngine, compiled));
    }
  }

  /** So many that need no compiling. */
  PlanLimits precompiled(int most) {
    return new PlanLimits(workspaceBytes, most, most, 0);
  }

  /** The first that there is. */
  PlanLimits first() {
    return new PlanLimits(workspaceBytes, 1, 1, 1);
  }
}
