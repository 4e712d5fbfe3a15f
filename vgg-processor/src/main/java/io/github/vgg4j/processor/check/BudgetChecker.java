package io.github.vgg4j.processor.check;

import io.github.vgg4j.arch.ArchResult;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.BudgetProblem;
import io.github.vgg4j.processor.read.BudgetDeclaration;
import java.util.List;

/** Holds a network against its budget: one diagnostic for each limit that it exceeds. */
public final class BudgetChecker {
  private BudgetChecker() {}

  /**
   * Adds every problem of a budget to the report.
   *
   * @param result what the architecture came to; without a plan only the notation is checked
   */
  public static void check(
      BudgetDeclaration budget,
      Architecture architecture,
      ArchResult result,
      DiagnosticReport report) {
    boolean sound = report.firstError().isEmpty();
    List<BudgetProblem> problems =
        result
            .plan()
            .filter(plan -> sound)
            .map(plan -> budget.spec().check(architecture, plan))
            .orElseGet(() -> budget.spec().checkNotation());
    for (BudgetProblem problem : problems) {
      report.add(
          DiagnosticCode.tagged(problem.code()), budget.at(problem.where()), problem.message());
    }
  }
}
