package io.github.vgg4j.cuda.plan;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The plan of a convolution or a product: the one kept on disk, or the fastest candidate. */
public final class Plans {

  private static final Logger LOG = System.getLogger(Plans.class.getName());

  private final PlanCache cache;
  private final PlanTuner tuner;
  private boolean searched;

  /** Plans that are timed by the tuner and kept in the cache. */
  public Plans(PlanCache cache, PlanTuner tuner) {
    this.cache = cache;
    this.tuner = tuner;
  }

  /**
   * How a convolution's work is done; the caller closes it.
   *
   * @param effort with {@link Effort#QUICK} nothing is timed, and what was kept after a search is
   *     not looked at: the same work has the same plan whatever ran before
   * @throws NoPlanException if there is no way
   */
  public FusedPlan plan(
      ConvolutionPlanner planner, Convolution convolution, Effort effort, Trial<FusedPlan> trial) {
    String key = planner.key(convolution);
    Function<byte[], FusedPlan> restore = kept -> FusedPlan.restore(planner, convolution, kept);
    if (effort == Effort.QUICK) {
      return keptOr(key + "quick\n", restore, () -> planner.quick(convolution));
    }
    return keptOr(
        key, restore, () -> fastest(convolution.text(), () -> planner.ways(convolution), trial));
  }

  /**
   * The plan of a product; the caller closes it.
   *
   * @throws NoPlanException if there is none
   */
  public ProductPlan plan(ProductPlanner planner, Product product, Trial<ProductPlan> trial) {
    return keptOr(
        planner.key(product),
        kept -> planner.restore(product, kept),
        () -> fastest(product.text(), () -> planner.candidates(product), trial));
  }

  private <P extends Plan> P fastest(String what, Supplier<List<P>> candidates, Trial<P> trial) {
    announce();
    return tuner.fastest(what, candidates.get(), trial);
  }

  /** Whoever waits should know for what, and that it is once. */
  private void announce() {
    if (!searched) {
      searched = true;
      LOG.log(
          Level.INFO,
          "Looking for the fastest kernels for this network and GPU, which may take a minute or two;"
              + " they are kept in {0} for later runs. -D{1}=quick goes without the search.",
          cache.folder(),
          Effort.PROPERTY);
    }
  }

  private <P extends Plan> P keptOr(String key, Function<byte[], P> restore, Supplier<P> make) {
    Optional<byte[]> kept = cache.read(key);
    if (kept.isPresent()) {
      try {
        return restore.apply(kept.get());
      } catch (CudnnException | CublasException | NoPlanException e) {
        cache.refuse(key, e.getMessage());
      }
    }
    P plan = make.get();
    cache.write(key, plan.serialized());
    return plan;
  }
}
