package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.Pool;
import io.github.vgg4j.Preset;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compact notation: what it means, and where it is wrong. */
class ConfigNotationTest {

  @Test
  void tokensMeanConvolutionsPoolsAndNorms() {
    assertEquals(
        List.of(
            BlockSpec.of(1, 64).withLocalResponseNorm(),
            BlockSpec.of(2, 128).kernel(3, 1),
            BlockSpec.of(2, 32).kernel(1).pool(Pool.AVERAGE)),
        blocks("64 L M 128 128/1 M 32/1 32/1 A"));
  }

  @Test
  void blockEndsWhereTheChannelsChangeAndAtTheEnd() {
    assertEquals(
        List.of(
            BlockSpec.of(2, 64).pool(Pool.NONE),
            BlockSpec.of(1, 128),
            BlockSpec.of(1, 256).pool(Pool.NONE)),
        blocks("64 64 128 M 256"));
  }

  @Test
  void commasAndLinesSeparateAsSpacesDo() {
    assertEquals(blocks("64 M 128 M"), blocks(" 64,M\n\t128 , M,"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "64 M 128 m   | Token 4 of config is \"m\", expected channels, M, A or L. Did you mean"
            + " \"M\"?",
        "64 MP 128    | Token 2 of config is \"MP\", expected channels, M, A or L. Did you mean"
            + " \"M\"?",
        "64 M 128M    | Token 3 of config is \"128M\", expected channels, M, A or L. Did you mean"
            + " \"128 M\"?",
        "M 64 M       | Token 1 of config is \"M\", expected channels before a pool. Remove it.",
        "64 M A       | Token 3 of config is \"A\", expected channels before a pool. Remove it.",
        "0 M          | Token 1 of config is \"0\", expected channels from 1 to 2147483647. Write"
            + " \"64\".",
        "9999999999 M | Token 1 of config is \"9999999999\", expected channels from 1 to"
            + " 2147483647. Write \"64\".",
        "64/5 M       | Token 1 of config is \"64/5\", expected a kernel of 3 or 1. Write"
            + " \"64/3\".",
        "64 64 L M    | Token 3 of config is \"L\", expected L only after the first convolution of"
            + " a block. Remove it.",
        "64 max       | Token 2 of config is \"max\", expected channels, M, A or L. Did you mean"
            + " \"M\"?",
        "64 avg       | Token 2 of config is \"avg\", expected channels, M, A or L. Did you mean"
            + " \"A\"?",
        "conv3-64 M   | Token 1 of config is \"conv3-64\", expected channels, M, A or L. Did you mean"
            + " \"64\"?",
        "64x3 M       | Token 1 of config is \"64x3\", expected channels, M, A or L. Did you mean"
            + " \"64\"?",
        "conv64 M     | Token 1 of config is \"conv64\", expected channels, M, A or L. Did you mean"
            + " \"64\"?",
      })
  void wrongTokenIsNamedWithItsPlaceAndWhatWasExpected(String config, String headline) {
    List<ArchProblem> problems = Architecture.builder().config(config).build().check().problems();

    assertEquals(List.of(headline), problems.stream().map(ArchProblem::headline).toList());
  }

  @Test
  void messageMarksTheTokenUnderTheText() {
    assertEquals(
        """
        Token 3 of config is "12B", expected channels, M, A or L. Did you mean "12"?
            64 M 12B M
                 ^^^\
        """,
        Architecture.builder().config("64 M 12B M").build().check().errors().get(0).message());
  }

  @Test
  void problemOfABlockMarksTheBlockUnderTheText() {
    assertEquals(
        """
        Block 3 cannot halve a 1x1 feature map. Remove block 3, or raise the input to at least 8x8.
            input   3 x 4 x 4
            block 1 8 x 2 x 2
            block 2 8 x 1 x 1
         -> block 3 8 x ?
            8 M 8 M 8 8 M
                    ^^^^^\
        """,
        Architecture.builder()
            .config("8 M 8 M 8 8 M")
            .input(3, 4, 4)
            .build()
            .check()
            .errors()
            .get(0)
            .message());
  }

  @Test
  void everyWrongTokenIsToldAndNothingElse() {
    assertEquals(
        List.of("ConfigToken", "ConfigToken"),
        codes(Architecture.builder().config("64 x 128 y").input(3, 2, 2)));
  }

  @Test
  void emptyNotationHasNoBlocks() {
    ArchProblem problem = Architecture.builder().config(" , ").build().check().errors().get(0);

    assertEquals(Where.network("config"), problem.where());
    assertEquals(
        "The network has 0 blocks, because its config is empty. Write \"32 M\", say.",
        problem.headline());
  }

  @Test
  void blocksToldInTwoWaysAreOneError() {
    assertEquals(List.of("SeveralOrigins"), codes(Architecture.builder().block(0, 8).config("x")));
    assertEquals(
        "The network has both a preset and a config. Leave out the config.",
        Architecture.builder()
            .preset(Preset.VGG11)
            .config("64 M")
            .build()
            .check()
            .errors()
            .get(0)
            .message());
  }

  @RepeatedTest(value = 1000, name = "seed {currentRepetition}")
  void anyTextIsReadAndItsAdviceLeadsToANetwork(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    String letters = "0123456789 ,MALmx/-\u00e9\n\ud83d\ude00";
    String text =
        random
            .ints(random.nextInt(200), 0, letters.length())
            .mapToObj(index -> String.valueOf(letters.charAt(index)))
            .collect(Collectors.joining());

    Architecture fixed = Architecture.builder().config(text).build();
    while (fixed.check().errors().stream().anyMatch(ConfigNotationTest::isToken)) {
      ArchProblem problem = fixed.check().errors().get(0);
      assertTrue(problem.headline().length() <= 126, problem::headline);
      fixed = problem.fixed(fixed);
    }
  }

  private static boolean isToken(ArchProblem problem) {
    return problem instanceof DeclarationProblem.ConfigToken;
  }

  private static List<BlockSpec> blocks(String config) {
    Architecture architecture = Architecture.builder().config(config).hidden().classes(2).build();
    assertEquals(List.of(), architecture.check().errors());
    return architecture.blocks();
  }

  private static List<String> codes(Architecture.Builder builder) {
    return builder.build().check().problems().stream().map(ArchProblem::code).toList();
  }
}
