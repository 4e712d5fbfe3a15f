package io.github.vgg4j.cuda.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.plan.Convolution.Math;
import io.github.vgg4j.cuda.plan.Convolution.Role;
import io.github.vgg4j.cuda.plan.Convolution.Work;
import io.github.vgg4j.cuda.plan.Fusion.Rest;
import io.github.vgg4j.cuda.plan.Product.Epilogue;
import io.github.vgg4j.cuda.plan.Product.Side;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConvolutionTest {

  private static final Convolution ONE =
      new Convolution(Work.FORWARD, NumberType.BF16, Math.TF32, 2, 64, 128, 56, 48, 3);

  @Test
  void theTextTellsEveryPartApart() {
    assertEquals(
        "FORWARD BF16 TF32 images=2 in=64 out=128 height=56 width=48 kernel=3", ONE.text());
    Set<String> texts = new HashSet<>();
    List<Convolution> all = PlanSweep.all(PlanSweep.Make.ALL);
    all.forEach(convolution -> texts.add(convolution.text()));
    assertEquals(all.size(), texts.size());
  }

  @Test
  void sizesBelowOneAndOtherKernelsAreRefused() {
    IllegalArgumentException size =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Convolution(Work.FORWARD, NumberType.F32, Math.EXACT, 0, 1, 1, 1, 1, 1));
    assertEquals(
        "A convolution of 0 images, 1 to 1 channels, 1 x 1 has a size below 1", size.getMessage());
    IllegalArgumentException kernel =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Convolution(Work.FORWARD, NumberType.F32, Math.EXACT, 1, 1, 1, 1, 1, 5));
    assertEquals("A kernel of side 5 is neither 1 nor 3", kernel.getMessage());
  }

  @Test
  void aMaskedInputGradientReadsTheMapBelow() {
    assertEquals(
        EnumSet.of(Role.X, Role.W, Role.DY, Role.DX, Role.DBIAS),
        ONE.with(Work.INPUT_GRADIENT_RELU_BIAS).roles());
    assertEquals(EnumSet.of(Role.W, Role.DY, Role.DX), ONE.with(Work.INPUT_GRADIENT).roles());
  }

  @Test
  void everyWorkCanBeDoneByABareConvolutionAndKernelsOfOurOwn() {
    Set<Work> bare = EnumSet.of(Work.FORWARD, Work.INPUT_GRADIENT, Work.FILTER_GRADIENT);
    for (Work work : Work.values()) {
      List<Fusion> ways = Fusion.of(ONE.with(work));
      assertEquals(new Fusion(ONE.with(work), List.of()), ways.get(0));
      assertTrue(bare.contains(ways.get(ways.size() - 1).convolution().work()), work.name());
    }
    assertEquals(
        List.of(
            new Fusion(ONE.with(Work.INPUT_GRADIENT_RELU_BIAS), List.of()),
            new Fusion(ONE.with(Work.INPUT_GRADIENT_RELU), List.of(Rest.BIAS_GRADIENT)),
            new Fusion(ONE.with(Work.INPUT_GRADIENT), List.of(Rest.RELU_MASK, Rest.BIAS_GRADIENT))),
        Fusion.of(ONE.with(Work.INPUT_GRADIENT_RELU_BIAS)));
  }

  @Test
  void aProductSaysItsSizesAndRefusesWhatTheLibraryHasNot() {
    assertEquals(
        "BIAS BF16 F32 TF32 rows=2 columns=3 inner=4 a=AS_IS b=TURNED",
        product(4, NumberType.BF16, NumberType.F32).text());
    assertThrows(IllegalArgumentException.class, () -> product(0, NumberType.F32, NumberType.F32));
    assertThrows(IllegalArgumentException.class, () -> product(4, NumberType.F32, NumberType.BF16));
  }

  private static Product product(int inner, NumberType type, NumberType result) {
    return new Product(
        2, 3, inner, Side.AS_IS, Side.TURNED, type, result, Math.TF32, Epilogue.BIAS);
  }
}
