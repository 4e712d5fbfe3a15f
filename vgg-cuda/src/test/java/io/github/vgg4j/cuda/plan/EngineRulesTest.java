package io.github.vgg4j.cuda.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.cuda.plan.Convolution.Work;
import io.github.vgg4j.cuda.plan.LayerShape.Format;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EngineRulesTest {

  private static final LayerShape SHAPE = new LayerShape(64, 64, 56, 56, 3);

  @Test
  void exactNumbersMeetNoTensorCoreAndNoTransform() {
    assertEquals(
        EnumSet.complementOf(EnumSet.of(Note.STRICT_NAN, Note.RUNTIME_COMPILED)),
        objections(Format.EXACT));
  }

  @Test
  void roundedNumbersAreAddedInFloat32AndInOneOrder() {
    Set<Note> expected =
        EnumSet.of(Note.NONDETERMINISTIC, Note.REDUCED_PRECISION_SUMS, Note.DOWN_CONVERT_INPUTS);
    assertEquals(expected, objections(Format.TF32));
    assertEquals(expected, objections(Format.BF16));
  }

  private static Set<Note> objections(Format format) {
    return EngineRules.objections(
        SHAPE.convolution(Work.FORWARD, format, 1), EnumSet.allOf(Note.class));
  }

  @Test
  void bfloat16BeginsWithAmpere() {
    Convolution convolution = SHAPE.convolution(Work.FORWARD, Format.BF16, 1);
    assertEquals(false, EngineRules.possible(convolution, 75));
    assertEquals(true, EngineRules.possible(convolution, 80));
    assertEquals(true, EngineRules.possible(SHAPE.convolution(Work.FORWARD, Format.TF32, 1), 75));
  }
}
