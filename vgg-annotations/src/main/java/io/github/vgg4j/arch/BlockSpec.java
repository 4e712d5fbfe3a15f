package io.github.vgg4j.arch;

import io.github.vgg4j.Norm;
import io.github.vgg4j.Pool;
import java.util.Arrays;
import java.util.List;

/**
 * One asked-for block: convolutions, each with a ReLU, and a pool that halves the map.
 *
 * <pre>{@code
 * BlockSpec.of(3, 256).kernel(3, 3, 1).pool(Pool.AVERAGE).batchNorm(Norm.YES)
 * }</pre>
 *
 * @param convs number of convolutions
 * @param out channels of each convolution, before the width divisor
 * @param kernels side of the kernel, 3 or 1: one for all convolutions, or one for each
 * @param pool what ends the block
 * @param localResponseNorm whether local response norm follows the first convolution's ReLU
 * @param norm whether a batch norm follows every convolution
 * @param declaredIn the {@code out} of the block before, or the input's channels for the first
 *     block, as the user believes it to be; 0 where the user does not say
 * @param declaredSize the block's output as the user believes it to be: height and width, or one
 *     side of a square; empty where the user does not say
 */
public record BlockSpec(
    int convs,
    int out,
    List<Integer> kernels,
    Pool pool,
    boolean localResponseNorm,
    Norm norm,
    int declaredIn,
    List<Integer> declaredSize) {

  public BlockSpec {
    kernels = List.copyOf(kernels);
    declaredSize = List.copyOf(declaredSize);
  }

  /** A block of 3x3 convolutions with {@code out} channels each, and a max pool. */
  public static BlockSpec of(int convs, int out) {
    return new BlockSpec(convs, out, List.of(3), Pool.MAX, false, Norm.INHERIT, 0, List.of());
  }

  /** The same block with these kernels: one for all convolutions or one for each, 3 or 1. */
  public BlockSpec kernel(int... sides) {
    return new BlockSpec(
        convs, out, list(sides), pool, localResponseNorm, norm, declaredIn, declaredSize);
  }

  /** The same block with another end. */
  public BlockSpec pool(Pool end) {
    return new BlockSpec(
        convs, out, kernels, end, localResponseNorm, norm, declaredIn, declaredSize);
  }

  /** The same block with local response norm after its first convolution. */
  public BlockSpec withLocalResponseNorm() {
    return new BlockSpec(convs, out, kernels, pool, true, norm, declaredIn, declaredSize);
  }

  /** The same block, with or without batch norms of its own. */
  public BlockSpec batchNorm(Norm choice) {
    return new BlockSpec(
        convs, out, kernels, pool, localResponseNorm, choice, declaredIn, declaredSize);
  }

  /** The same block, which expects {@code in} channels to come in. */
  public BlockSpec in(int in) {
    return new BlockSpec(convs, out, kernels, pool, localResponseNorm, norm, in, declaredSize);
  }

  /** The same block, which expects to give this height and width, or a square of this side. */
  public BlockSpec size(int... sides) {
    return new BlockSpec(
        convs, out, kernels, pool, localResponseNorm, norm, declaredIn, list(sides));
  }

  /** Side of the kernel of one convolution, counted from 0. */
  int kernelOf(int conv) {
    return kernels.size() == 1 ? kernels.get(0) : kernels.get(conv);
  }

  boolean halves() {
    return pool != Pool.NONE;
  }

  BlockSpec withConvs(int count) {
    return new BlockSpec(
        count, out, kernels, pool, localResponseNorm, norm, declaredIn, declaredSize);
  }

  BlockSpec withOut(int channels) {
    return new BlockSpec(
        convs, channels, kernels, pool, localResponseNorm, norm, declaredIn, declaredSize);
  }

  private static List<Integer> list(int... sides) {
    return Arrays.stream(sides).boxed().toList();
  }
}
