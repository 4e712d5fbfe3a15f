package io.github.vgg4j.cuda.plan;

import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.plan.Convolution.Math;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which engines a convolution may use. None may add in an order that changes from run to run: the
 * same seed must give the same bits. None may add in fewer bits than float32, or round inputs
 * further than the convolution says.
 */
final class EngineRules {

  /** The first compute capability with bfloat16. */
  private static final int BF16_FROM = 80;

  private static final Set<Note> NEVER =
      EnumSet.of(Note.NONDETERMINISTIC, Note.REDUCED_PRECISION_SUMS, Note.DOWN_CONVERT_INPUTS);

  /** Transforms multiply other numbers than those given, with an error of their own. */
  private static final Set<Note> NOT_EXACT =
      EnumSet.of(
          Note.TENSOR_CORE,
          Note.FFT,
          Note.WINOGRAD,
          Note.WINOGRAD_4X4,
          Note.WINOGRAD_6X6,
          Note.WINOGRAD_13X13,
          Note.UNKNOWN);

  private EngineRules() {}

  /** Whether the device can have the convolution at all. */
  static boolean possible(Convolution convolution, int computeCapability) {
    return convolution.type() != NumberType.BF16 || computeCapability >= BF16_FROM;
  }

  /** What speaks against an engine; empty if nothing does. */
  static Set<Note> objections(Convolution convolution, Set<Note> notes) {
    Set<Note> objections = EnumSet.copyOf(NEVER);
    if (convolution.type() == NumberType.F32 && convolution.math() == Math.EXACT) {
      objections.addAll(NOT_EXACT);
    }
    objections.retainAll(notes);
    return objections;
  }
}
