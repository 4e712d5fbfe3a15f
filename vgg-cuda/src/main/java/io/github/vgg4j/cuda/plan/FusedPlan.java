package io.github.vgg4j.cuda.plan;

import io.github.vgg4j.cuda.plan.Convolution.Work;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A way of doing a convolution's work with its plan. Owned by the caller.
 *
 * @param plan of {@code fusion.convolution()}
 */
public record FusedPlan(Fusion fusion, ConvolutionPlan plan) implements Plan {

  private static final byte END_OF_NAME = '\n';

  @Override
  public long workspaceBytes() {
    return plan.workspaceBytes();
  }

  /** The name of what cuDNN does of the work, an end of line, and its plan. */
  @Override
  public byte[] serialized() {
    byte[] name = fusion.convolution().work().name().getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = plan.serialized();
    return ByteBuffer.allocate(name.length + 1 + bytes.length)
        .put(name)
        .put(END_OF_NAME)
        .put(bytes)
        .array();
  }

  /**
   * Makes it again.
   *
   * @throws CudnnException if cuDNN does not take the plan
   * @throws NoPlanException if it is none of this convolution, or does not obey the rules
   */
  static FusedPlan restore(ConvolutionPlanner planner, Convolution convolution, byte[] kept) {
    int end = 0;
    while (end < kept.length && kept[end] != END_OF_NAME) {
      end++;
    }
    String name = new String(kept, 0, end, StandardCharsets.US_ASCII);
    for (Fusion way : Fusion.of(convolution)) {
      Work work = way.convolution().work();
      if (end < kept.length && work.name().equals(name)) {
        byte[] plan = Arrays.copyOfRange(kept, end + 1, kept.length);
        return new FusedPlan(way, planner.restore(way.convolution(), plan));
      }
    }
    throw new NoPlanException(
        convolution.text(), List.of("the kept one is of " + kept.length + " bytes"));
  }

  @Override
  public void close() {
    plan.close();
  }

  /** What cuDNN runs, and what follows it. */
  @Override
  public String toString() {
    return fusion.rest().isEmpty() ? plan.toString() : plan + " then " + fusion.rest();
  }
}
