package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.Budget;
import io.github.vgg4j.arch.BudgetProblem.OverBudget;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Random networks over random budgets: whoever follows the advice is within the budget. */
class BudgetAdviceTest {
  private static final int SEEDS = 300;

  /** A network with one limit that it exceeds. */
  private record Case(Architecture architecture, BudgetSpec budget) {

    static Case of(Random random) {
      int[] hidden = random.ints(random.nextInt(3), 1, 700).toArray();
      Architecture architecture = RandomNets.sound(random).hidden(hidden).build();
      NetworkPlan plan = architecture.plan();
      Budget.Optimizer optimizer = Budget.Optimizer.values()[random.nextInt(3)];
      int batch = 1 + random.nextInt(200);
      double share = Math.pow(random.nextDouble(), 2);
      BudgetSpec none = BudgetSpec.atBatch(batch).withOptimizer(optimizer);
      long training = MemoryModel.training(plan, optimizer.slots()).bytes(batch);
      BudgetSpec budget =
          switch (random.nextInt(4)) {
            case 0 -> none.withParameters("" + (long) (share * plan.parameterCount()));
            case 1 -> none.withMacs("" + (long) (share * plan.macs()));
            case 2 -> none.withTrainingMemory((long) (share * training / 1024) + "KiB");
            default ->
                none.withInferenceMemory(
                    (long) (share * MemoryModel.inference(plan).bytes(batch) / 1024) + "KiB");
          };
      return new Case(architecture, budget);
    }

    OverBudget problem() {
      List<BudgetProblem> problems = budget.check(architecture, architecture.plan());
      assertEquals(1, problems.size());
      return (OverBudget) problems.get(0);
    }

    boolean fits(Architecture changed, int batch) {
      return budget.withBatch(batch).check(changed, changed.plan()).isEmpty();
    }
  }

  @RepeatedTest(value = SEEDS, name = "seed {currentRepetition}")
  void everyProposedChangeFits(RepetitionInfo repetition) {
    Case one = Case.of(new Random(repetition.getCurrentRepetition()));
    OverBudget problem = one.problem();

    for (BudgetChange change : problem.changes()) {
      assertTrue(one.fits(change.architecture(), change.batch()), change::text);
      assertTrue(
          problem.trace().stream().anyMatch(line -> line.startsWith(" -> " + change.text() + " ")),
          problem::message);
      assertNotEquals(
          new BudgetChange(one.architecture(), one.budget().batch(), change.text()), change);
    }
    assertTrue(problem.headline().length() <= 140 - "[Vgg/OverBudget] ".length(), problem::message);
    if (problem.changes().isEmpty()) {
      assertNothingSmallerFits(one, problem);
    }
  }

  /** The random cases come to every kind of advice. */
  @Test
  void adviceOfEveryKindComesUp() {
    TreeMap<String, Integer> kinds = new TreeMap<>();
    for (int seed = 1; seed <= 200; seed++) {
      List<BudgetChange> changes = Case.of(new Random(seed)).problem().changes();
      changes.forEach(
          change ->
              kinds.merge(change.text().replaceAll(" = (\\d+|\\{.*?})", ""), 1, Integer::sum));
    }

    assertTrue(
        kinds
            .keySet()
            .containsAll(
                List.of(
                    "batch",
                    "hidden",
                    "pool",
                    "widthDivisor",
                    "batch with hidden",
                    "batch with pool",
                    "batch with hidden and pool",
                    "hidden with pool",
                    "widthDivisor with hidden and pool")),
        kinds::toString);
  }

  private static void assertNothingSmallerFits(Case one, OverBudget problem) {
    Architecture architecture = one.architecture();
    int narrowest = narrowestDivisor(architecture);
    Architecture smallest =
        architecture
            .withWidthDivisor(narrowest)
            .withHead(
                head ->
                    head.withPool(List.of(1))
                        .withHidden(head.hidden().stream().map(h -> Math.min(64, h)).toList()));
    assertTrue(!one.fits(smallest, 1), problem::message);
    BudgetSpec raised =
        switch (problem.where().member()) {
          case "parameters" -> one.budget().withParameters(problem.enough());
          case "macs" -> one.budget().withMacs(problem.enough());
          case "trainingMemory" -> one.budget().withTrainingMemory(problem.enough());
          default -> one.budget().withInferenceMemory(problem.enough());
        };
    assertEquals(List.of(), raised.check(architecture, architecture.plan()));
  }

  private static int narrowestDivisor(Architecture architecture) {
    int narrowest = architecture.widthDivisor();
    for (int divisor = narrowest; divisor <= 64; divisor++) {
      if (architecture.withWidthDivisor(divisor).check().plan().isPresent()) {
        narrowest = divisor;
      }
    }
    return narrowest;
  }
}
