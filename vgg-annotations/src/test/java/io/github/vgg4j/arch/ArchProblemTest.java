package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.Pool;
import io.github.vgg4j.Preset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a user reads when an architecture is wrong: one message for each cause, with its fix. */
class ArchProblemTest {

  @Test
  void halvingThatCannotBeDoneTellsTheFlowAndBothFixes() {
    assertEquals(
        """
        [Vgg/SpatialUnderflow] Block 6 cannot halve a 1x1 feature map. Remove block 6, or raise the input to at least 64x64.
            input     3 x 32 x 32
            block 1  64 x 16 x 16
            block 2 128 x  8 x  8
            block 3 256 x  4 x  4
            block 4 512 x  2 x  2
            block 5 512 x  1 x  1
         -> block 6 512 x  ?\
        """,
        messages(Nets.vgg(Nets.VGG11).block(2, 512).input(3, 32, 32)));
  }

  @Test
  void onlyTheSideThatNeedsItIsRaised() {
    assertEquals(
        "Block 3 cannot halve a 1x25 feature map. Remove blocks 3 to 5, or raise the input to at"
            + " least 32x100.",
        headline(Nets.vgg(Nets.VGG11).input(1, 4, 100)));
  }

  @Test
  void inputThatBearsNoBlockCanOnlyBeRaised() {
    assertEquals(
        "Block 1 cannot halve a 1x9 feature map. Raise the input to at least 2x9.",
        headline(Architecture.builder().input(1, 1, 9).block(1, 8)));
  }

  @Test
  void blocksThatNoInputCanBearCanOnlyBeRemoved() {
    Architecture.Builder builder = Architecture.builder().input(1, 2, 2);
    for (int block = 0; block < 80; block++) {
      builder.block(1, 1);
    }
    assertEquals(
        "Block 2 cannot halve a 1x1 feature map. Remove blocks 2 to 80.", headline(builder));
  }

  @Test
  void inputIsNotRaisedToWhatDoesNotFit() {
    Architecture.Builder builder = Architecture.builder().input(3, 4, 4);
    for (int block = 0; block < 15; block++) {
      builder.block(1, 64);
    }
    assertEquals(
        "Block 3 cannot halve a 1x1 feature map. Remove blocks 3 to 15.", headline(builder));
  }

  @Test
  void adviceToAPresetIsWhatAPresetCanDo() {
    assertEquals(
        "Block 5 cannot halve a 1x1 feature map. Raise the input to at least 32x32.",
        headline(Architecture.builder().preset(Preset.VGG16).input(3, 16, 16)));
    assertEquals(
        "Block 1: widthDivisor = 128 does not divide out = 64. Use widthDivisor = 64.",
        headline(Architecture.builder().preset(Preset.VGG16).widthDivisor(128)));
    assertEquals(
        "Block 1: 25,600,000,000 numbers in one feature map do not fit. Lower the input to"
            + " 1x224x224, say.",
        headline(Architecture.builder().preset(Preset.VGG16).input(1, 20_000, 20_000)));
  }

  @Test
  void exampleAgreesWithWhatIsSaidElsewhere() {
    assertEquals(
        "Block 1: out must be at least 1, but is 0. Use 96, say.",
        headline(Architecture.builder().block(1, 0).block(1, 8, 96)));
    assertEquals(
        "Block 1: out must be at least 1, but is 0. Use 65, say.",
        headline(Architecture.builder().block(1, 0).widthDivisor(5)));
    assertEquals(
        "Input channels must be at least 1, but is 0. Use 1, say.",
        headline(Architecture.builder().block(1, 8, 1).input(0, 8, 8)));
  }

  @Test
  void blockBeforeIsBlamedForChannelsThatNoConvolutionCanTake() {
    assertEquals(
        "Block 1: 2,160,000,000 weights in one convolution do not fit. Use out = 238609294 or"
            + " less.",
        headline(
            Architecture.builder()
                .input(1, 2, 2)
                .block(BlockSpec.of(1, 240_000_000).kernel(1))
                .block(BlockSpec.of(1, 1).pool(Pool.NONE))));
  }

  @Test
  void adviceForNoBlocksFitsTheDefaults() {
    Architecture nothing = Architecture.builder().build();

    assertTrue(nothing.check().problems().get(0).fixed(nothing).check().plan().isPresent());
  }

  @Test
  void sizeThatOnlyFollowsFromAWrongOneIsNotToldAgain() {
    assertEquals(
        """
        Block 1 declares size = 16, but gives a 8x8 feature map. Use size = 8, or leave it out.
            input   3 x 16 x 16
         -> block 1 8 x  8 x  8\
        """,
        only(Architecture.builder()
                .input(3, 16, 16)
                .block(BlockSpec.of(1, 8).size(16))
                .block(BlockSpec.of(1, 8).size(8))
                .block(BlockSpec.of(1, 8).size(4)))
            .message());
  }

  @Test
  void whatStopsTheFlowExplainsWhatDidNotAgreeWithIt() {
    assertEquals(
        "Block 2 cannot halve a 1x1 feature map. Remove block 2, or raise the input to at least"
            + " 4x4.",
        headline(
            Architecture.builder().input(3, 2, 2).block(BlockSpec.of(1, 8).size(2)).block(1, 8)));
    assertEquals(
        "Block 1: out must be at least 1, but is 0. Use 16, say.",
        headline(Architecture.builder().block(1, 0).block(1, 8, 16)));
    assertEquals(
        "Block 1: widthDivisor = 4 does not divide out = 6. Use out = 4, or widthDivisor = 2.",
        headline(Architecture.builder().widthDivisor(4).block(1, 6).block(1, 8, 8)));
    assertEquals(
        "Block 1: 57,982,058,469 weights in one convolution do not fit. Use out = 42799 or less.",
        headline(Architecture.builder().block(1, Integer.MAX_VALUE).block(1, 8, 8)));
  }

  @Test
  void declaredInIsComparedWithTheUndividedOut() {
    assertEquals(
        """
        [Vgg/ChannelMismatch] Block 1 declares in = 3, but the input has 1 channel. Use in = 1, or leave it out.
        [Vgg/ChannelMismatch] Block 2 declares in = 16, but block 1 has out = 64. Use in = 64, or leave it out.\
        """,
        messages(
            Architecture.builder()
                .input(1, 28, 28)
                .widthDivisor(4)
                .block(1, 64, 3)
                .block(1, 128, 16)
                .block(1, 128, 128)));
  }

  @Test
  void everyNumberOutOfRangeIsTold() {
    assertEquals(
        """
        [Vgg/OutOfRange] Input channels must be at least 1, but is 0. Use 3, say.
        [Vgg/OutOfRange] Input height must be at least 1, but is -1. Use 224, say.
        [Vgg/OutOfRange] Input width must be at least 1, but is -2147483648. Use 224, say.
        [Vgg/OutOfRange] Block 1: out must be at least 1, but is 0. Use 64, say.
        [Vgg/OutOfRange] Block 1: convs must be from 1 to 100, but is 2147483647. Use 2, say.
        [Vgg/OutOfRange] Block 2: convs must be from 1 to 100, but is 0. Use 2, say.
        [Vgg/OutOfRange] Block 2: in must be at least 1 or left out, but is -5. Leave it out.
        [Vgg/OutOfRange] widthDivisor must be at least 1, but is 0. Use 1, say.
        [Vgg/OutOfRange] Head hidden layer 2 must be at least 1, but is 0. Use 4096, say.
        [Vgg/OutOfRange] Head dropout must be at least 0 and below 1, but is NaN. Use 0.5, say.
        [Vgg/OutOfRange] Head classes must be at least 2, but is 1. Use 10, say.\
        """,
        messages(
            Architecture.builder()
                .input(0, -1, Integer.MIN_VALUE)
                .block(Integer.MAX_VALUE, 0)
                .block(0, 64, -5)
                .widthDivisor(0)
                .hidden(16, 0)
                .dropout(Double.NaN)
                .classes(1)));
  }

  @Test
  void networkWithoutBlocksIsToldOnce() {
    assertEquals(
        "The network has 0 blocks. Add at least 1, such as @Block(convs = 1, out = 32), or use"
            + " preset = Preset.VGG16.",
        headline(Architecture.builder()));
  }

  @Test
  void oneIndivisibleWidthNamesItsBlock() {
    ArchProblem problem =
        only(Architecture.builder().block(1, 64).block(1, 102).block(1, 256).widthDivisor(4));

    assertEquals(Where.block(2, "out"), problem.where());
    assertEquals(
        "Block 2: widthDivisor = 4 does not divide out = 102. Use out = 100, or widthDivisor = 2.",
        problem.message());
  }

  @Test
  void severalIndivisibleWidthsAreOneProblemOfTheDivisor() {
    ArchProblem problem = only(Nets.vgg(Nets.VGG11).widthDivisor(3));

    assertEquals(Where.network("widthDivisor"), problem.where());
    assertEquals(
        "Block 1: widthDivisor = 3 does not divide out = 64, nor that of 4 more. Use"
            + " widthDivisor = 2.",
        problem.message());
  }

  @Test
  void widthBelowTheDivisorIsRaised() {
    assertEquals(
        "Block 1: widthDivisor = 8 does not divide out = 2. Use out = 8, or widthDivisor = 2.",
        headline(Architecture.builder().block(1, 2).block(1, 64).widthDivisor(8)));
  }

  @Test
  void brokenBlockStopsTheFlowButNotTheOtherChecks() {
    assertEquals(
        """
        [Vgg/OutOfRange] Block 1: out must be at least 1, but is 0. Use 64, say.
        [Vgg/OutOfRange] Block 3: convs must be from 1 to 100, but is 0. Use 2, say.
        [Vgg/OutOfRange] Head classes must be at least 2, but is 0. Use 10, say.\
        """,
        messages(
            Architecture.builder()
                .input(3, 2, 2)
                .block(1, 0)
                .block(1, 8, 64)
                .block(0, 8)
                .widthDivisor(4)
                .classes(0)));
  }

  @Test
  void hugeNumbersAreProblemsAndNeverOverflow() {
    int huge = Integer.MAX_VALUE;

    assertEquals(
        "Input: 9,903,520,300,447,984,150,353,281,023 numbers in one image do not fit. Lower the"
            + " input to 3x224x224, say.",
        headline(Architecture.builder().input(huge, huge, huge).block(1, 8)));
    assertEquals(
        "Block 1: 57,982,058,469 weights in one convolution do not fit. Use out = 42799 or less.",
        headline(Architecture.builder().block(1, huge)));
    assertEquals(
        "Block 1: 9,000,000,000,000 weights in one convolution do not fit. Use out = 10699 or"
            + " less.",
        headline(Architecture.builder().input(3, 448, 448).block(2, 1_000_000)));
    assertEquals(
        "Block 1: 2,569,011,200 numbers in one feature map do not fit. Use out = 42796 or less.",
        headline(Architecture.builder().block(1, 51_200).widthDivisor(4).input(3, 448, 448)));
    assertEquals(
        "Head hidden layer 1: 53,876,069,735,936 weights from 25088 features to 2147483647 do not"
            + " fit. Use 85598 or less.",
        headline(Nets.vgg(Nets.VGG11).hidden(huge)));
    assertEquals(
        "Head classes: 8,589,934,588 weights from 4 features to 2147483647 do not fit. Use"
            + " 536870911 or less.",
        headline(Architecture.builder().input(1, 2, 2).block(1, 4).hidden().classes(huge)));
  }

  @Test
  void firstOddHalvingIsOneWarningAndThePlanStands() {
    ArchResult result =
        Architecture.builder()
            .input(1, 28, 78)
            .block(1, 8)
            .block(1, 16)
            .block(1, 32)
            .build()
            .check();

    assertTrue(result.plan().isPresent());
    assertEquals(List.of(), result.errors());
    assertEquals(
        """
        Block 2 halves 14x39 to 7x19 and drops a column. Use an input of 32x80: multiples of 8.
            input    1 x 28 x 78
            block 1  8 x 14 x 39
         -> block 2 16 x  7 x 19\
        """,
        result.warnings().get(0).message());
    assertEquals(1, result.problems().size());
  }

  @Test
  void planThrowsEveryErrorInOneMessage() {
    InvalidArchitectureException thrown =
        assertThrows(
            InvalidArchitectureException.class,
            () -> Architecture.builder().block(0, 64).classes(1).plan());

    assertEquals(
        """
        [Vgg/OutOfRange] Block 1: convs must be from 1 to 100, but is 0. Use 2, say.
        [Vgg/OutOfRange] Head classes must be at least 2, but is 1. Use 10, say.\
        """,
        thrown.getMessage());
  }

  private static String messages(Architecture.Builder builder) {
    return builder.build().check().problems().stream()
        .map(problem -> "[Vgg/" + problem.code() + "] " + problem.message())
        .collect(Collectors.joining("\n"));
  }

  private static String headline(Architecture.Builder builder) {
    return only(builder).headline();
  }

  private static ArchProblem only(Architecture.Builder builder) {
    List<ArchProblem> problems = builder.build().check().problems();
    assertEquals(1, problems.size(), problems::toString);
    return problems.get(0);
  }
}
