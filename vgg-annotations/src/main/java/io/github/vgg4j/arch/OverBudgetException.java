package io.github.vgg4j.arch;

import java.util.List;
import java.util.stream.Collectors;

/** Says every limit that a network exceeds, in the words of the annotation processor. */
public final class OverBudgetException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  OverBudgetException(List<BudgetProblem> problems) {
    super(
        problems.stream()
            .map(problem -> "[Vgg/" + problem.code() + "] " + problem.message())
            .collect(Collectors.joining("\n")));
  }
}
