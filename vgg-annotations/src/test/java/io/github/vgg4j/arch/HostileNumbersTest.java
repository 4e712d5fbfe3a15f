package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever the numbers, a check ends in a sound plan or in readable errors, never in a throw. */
class HostileNumbersTest {
  private static final int[] SIZES = {
    Integer.MIN_VALUE, -1, 0, 1, 2, 3, 7, 64, 100, 4096, 46_341, 65_536, 1 << 30, Integer.MAX_VALUE
  };
  private static final double[] RATES = {
    Double.NaN, Double.NEGATIVE_INFINITY, -1, -0.0, 0, 0.5, 1, Double.POSITIVE_INFINITY
  };
  private static final Pattern LARGEST_OUT = Pattern.compile("Use out = (\\d+) or less");
  private static final int LONGEST_LINE = 140;

  @RepeatedTest(value = 2000, name = "seed {currentRepetition}")
  void checkEndsInASoundPlanOrInReadableErrors(RepetitionInfo repetition) {
    Architecture architecture = architecture(new Random(repetition.getCurrentRepetition()));

    ArchResult result = architecture.check();

    assertEquals(result.errors().isEmpty(), result.plan().isPresent());
    for (ArchProblem problem : result.problems()) {
      String line = "[Vgg/" + problem.code() + "] " + problem.headline();
      assertTrue(line.length() <= LONGEST_LINE && line.endsWith("."), line);
    }
    result.plan().ifPresent(HostileNumbersTest::assertSound);
  }

  @RepeatedTest(value = 500, name = "seed {currentRepetition}")
  void largestOutThatIsAdvisedFits(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int convs = 1 + random.nextInt(3);
    int side = 2 + random.nextInt(2000);
    int channels = 1 + random.nextInt(50);

    Matcher advice =
        LARGEST_OUT.matcher(
            block(convs, Integer.MAX_VALUE, channels, side).errors().get(0).headline());

    assertTrue(advice.find());
    int largest = Integer.parseInt(advice.group(1));
    assertEquals(List.of(), block(convs, largest, channels, side).errors());
    assertEquals("TooLarge", block(convs, largest + 1, channels, side).errors().get(0).code());
  }

  private static ArchResult block(int convs, int out, int channels, int side) {
    return Architecture.builder()
        .input(channels, side, side)
        .block(convs, out)
        .hidden()
        .classes(2)
        .build()
        .check();
  }

  private static void assertSound(NetworkPlan plan) {
    assertTrue(plan.parameterCount() > 0 && plan.macs() > 0);
    Nd4jMemory memory = Nd4jMemory.training(plan, 2);
    assertTrue(memory.fixedBytes() > 0 && memory.bytesPerImage() > 0);
    assertTrue(memory.bytes(Integer.MAX_VALUE) > memory.bytes(1));
    assertTrue(Nd4jMemory.inference(plan).bytes(1) < memory.bytes(1));
    for (Parameter parameter : plan.parameters()) {
      assertTrue(parameter.elements() <= Integer.MAX_VALUE, parameter::toString);
    }
    for (Layer layer : plan.layers()) {
      assertTrue(layer.output().elements() <= Integer.MAX_VALUE, layer::toString);
    }
  }

  private static Architecture architecture(Random random) {
    Architecture.Builder builder = Architecture.builder();
    if (random.nextBoolean()) {
      builder.input(size(random), size(random), size(random));
    }
    int blocks = random.nextInt(6);
    for (int block = 0; block < blocks; block++) {
      builder.block(
          random.nextInt(4) == 0 ? size(random) : 1,
          random.nextInt(2) == 0 ? size(random) : 64,
          random.nextInt(8) == 0 ? size(random) : 0);
    }
    if (random.nextInt(3) == 0) {
      builder.widthDivisor(size(random));
    }
    if (random.nextInt(3) == 0) {
      builder.dropout(RATES[random.nextInt(RATES.length)]);
    }
    if (random.nextInt(3) == 0) {
      builder.hidden(size(random), size(random)).classes(size(random));
    }
    return builder.build();
  }

  private static int size(Random random) {
    return SIZES[random.nextInt(SIZES.length)];
  }
}
