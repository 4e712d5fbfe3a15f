package io.github.vgg4j.cuda.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The plan of a convolution or a product: the one kept on disk, or the fastest candidate. */
public final class Plans {

  private final PlanCache cache;
  private final PlanTuner tuner;

  /** Plans that are timed by the tuner and kept in the cache. */
  public Plans(PlanCache cache, PlanTuner tuner) {
    this.cache = cache;
    this.tuner = tuner;
  }

  /**
   * The plan of a convolution; the caller closes it.
   *
   * @throws NoPlanException if there is none
   */
  public ConvolutionPlan plan(
      ConvolutionPlanner planner, Convolution convolution, Trial<ConvolutionPlan> trial) {
    return plan(
        convolution.text(),
        planner.key(convolution),
        kept -> planner.restore(convolution, kept),
        () -> planner.candidates(convolution),
        trial);
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
    Optional<byte[]> kept = cache.read(key);
    if (kept.isPresent()) {
      try {
        return restore.apply(kept.get());
      } catch (CudnnException | CublasException | NoPlanException e) {
        cache.refuse(key, e.getMessage());
      }
    }
    P plan = tuner.fastest(what, candidates.get(), trial);
    cache.write(key, plan.serialized());
    return plan;
  }
}
