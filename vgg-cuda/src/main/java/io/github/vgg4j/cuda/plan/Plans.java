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
   * @param effort with {@link Effort#QUICK} nothing is timed or written, but what was kept is used
   * @throws NoPlanException if there is no way
   */
  public FusedPlan plan(
      ConvolutionPlanner planner, Convolution convolution, Effort effort, Trial<FusedPlan> trial) {
    String key = planner.key(convolution);
    Function<byte[], FusedPlan> restore = kept -> FusedPlan.restore(planner, convolution, kept);
    if (effort == Effort.QUICK) {
      return kept(key, restore).orElseGet(() -> planner.quick(convolution));
    }
    return plan(convolution.text(), key, restore, () -> planner.ways(convolution), trial);
  }

  /**
   * The plan of a product; the caller closes it.
   *
   * @throws NoPlanException if there is none
   */
  public ProductPlan plan(ProductPlanner planner, Product product, Trial<ProductPlan> trial) {
    return plan(
        product.text(),
        planner.key(product),
        kept -> planner.restore(product, kept),
        () -> planner.candidates(product),
        trial);
  }

  private <P extends Plan> P plan(
      String what,
      String key,
      Function<byte[], P> restore,
      Supplier<List<P>> candidates,
      Trial<P> trial) {
    return kept(key, restore)
        .orElseGet(
            () -> {
              announce();
              P plan = tuner.fastest(what, candidates.get(), trial);
              cache.write(key, plan.serialized());
              return plan;
            });
  }

  /** Whoever waits should know for what, and that it is once. */
  private void announce() {
    if (!searched) {
      searched = true;
      LOG.log(
          Level.INFO,
          "Looking for the fastest kernels for this network and GPU, which may take some minutes;"
              + " they are kept in {0} for later runs. -D{1}=quick goes without the search.",
          cache.folder(),
          Effort.PROPERTY);
    }
  }

  private <P extends Plan> Optional<P> kept(String key, Function<byte[], P> restore) {
    Optional<byte[]> kept = cache.read(key);
    if (kept.isPresent()) {
      try {
        return Optional.of(restore.apply(kept.get()));
      } catch (CudnnException | CublasException | NoPlanException e) {
        cache.refuse(key, e.getMessage());
      }
    }
    return Optional.empty();
  }
}
