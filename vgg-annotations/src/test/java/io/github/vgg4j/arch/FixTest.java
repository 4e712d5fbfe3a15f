package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * Random architectures of the whole language, sound ones and broken ones: the sound ones flow, and
 * whoever follows the messages of the broken ones comes to a plan.
 */
class FixTest {
  private static final int MOST_FIXES = 60;

  @RepeatedTest(value = 500, name = "seed {currentRepetition}")
  void soundArchitecturesGiveConsistentPlans(RepetitionInfo repetition) {
    Architecture architecture =
        RandomNets.sound(new Random(repetition.getCurrentRepetition())).build();

    ArchResult result = architecture.check();

    assertEquals(List.of(), result.errors());
    NetworkPlan plan = result.plan().orElseThrow();
    Shape flowing = plan.input();
    List<String> names = new ArrayList<>();
    for (Layer layer : plan.layers()) {
      assertEquals(flowing, layer.input(), layer::toString);
      flowing = layer.output();
      names.add(layer.name());
    }
    assertEquals(Shape.vector(plan.classes()), flowing);
    assertEquals(names.size(), new TreeSet<>(names).size());
    for (Parameter parameter : plan.parameters()) {
      assertTrue(
          parameter
              .name()
              .matches("(features|classifier)\\.\\d+\\.(weight|bias|running_mean|running_var)"),
          parameter::name);
    }
    assertEquals(
        plan.parameters().size(),
        plan.parameters().stream().map(Parameter::name).distinct().count());
    assertEquals(architecture.blocks().size(), plan.blocks());
  }

  @RepeatedTest(value = 500, name = "seed {currentRepetition}")
  void followingTheAdviceLeadsToAPlan(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Architecture architecture = broken(random);

    assertFalse(architecture.check().errors().isEmpty());
    List<String> taken = new ArrayList<>();
    while (!architecture.check().errors().isEmpty() && taken.size() < MOST_FIXES) {
      ArchProblem problem = architecture.check().errors().get(0);
      taken.add(problem.message());
      architecture = problem.fixed(architecture);
    }
    assertTrue(architecture.check().plan().isPresent(), taken::toString);
  }

  @RepeatedTest(value = 200, name = "seed {currentRepetition}")
  void inputThatIsAdvisedAgainstDropsDropsNothing(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Architecture architecture = RandomNets.sound(random).build();
    for (ArchProblem warning : architecture.check().warnings()) {
      assertEquals(List.of(), withoutSizes(warning.fixed(architecture)).check().problems());
    }
  }

  @Test
  void fixOfABlockInTheNotationKeepsTheOthers() {
    Architecture wrong = Architecture.builder().config("8 M 10 M").widthDivisor(8).build();

    Architecture fixed = wrong.check().errors().get(0).fixed(wrong);

    assertEquals(List.of(BlockSpec.of(1, 8), BlockSpec.of(1, 8)), fixed.blocks());
  }

  private static Architecture withoutSizes(Architecture architecture) {
    return architecture.withBlocks(architecture.blocks().stream().map(BlockSpec::size).toList());
  }

  private static Architecture broken(Random random) {
    Architecture architecture = RandomNets.sound(random).build();
    int block = 1 + random.nextInt(architecture.blocks().size());
    int wrong = new int[] {Integer.MIN_VALUE, -1, 0}[random.nextInt(3)];
    return switch (random.nextInt(13)) {
      case 0 -> architecture.withBlocks(List.of());
      case 1 -> architecture.withBlock(block, spec -> spec.withConvs(wrong));
      case 2 -> architecture.withBlock(block, spec -> spec.withOut(wrong));
      case 3 -> architecture.withBlock(block, spec -> spec.withOut(Integer.MAX_VALUE));
      case 4 -> architecture.withBlock(block, spec -> spec.in(7777));
      case 5 -> architecture.withBlock(block, spec -> spec.size(7777, 1));
      case 6 -> architecture.withBlock(block, spec -> spec.kernel(3, 1, 3, 3, 1));
      case 7 -> architecture.withBlock(block, spec -> spec.kernel(2 + 2 * random.nextInt(5)));
      case 8 -> architecture.withInput(new InputSpec(3, wrong, 32));
      case 9 -> architecture.withInput(new InputSpec(65_536, 65_536, 65_536));
      case 10 -> architecture.withWidthDivisor(random.nextBoolean() ? wrong : 7919);
      case 11 -> architecture.withHead(head -> head.withPool(List.of(3, wrong)));
      default -> architecture.withHead(head -> head.withClasses(wrong).withDropout(1));
    };
  }
}
