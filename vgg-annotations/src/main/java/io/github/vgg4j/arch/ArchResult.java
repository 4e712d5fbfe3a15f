package io.github.vgg4j.arch;

import io.github.vgg4j.arch.ArchProblem.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What the check of an architecture found.
 *
 * @param plan present exactly when no problem is an error
 * @param problems errors and warnings, in the order of the architecture
 */
public record ArchResult(Optional<NetworkPlan> plan, List<ArchProblem> problems) {

  public ArchResult {
    problems = List.copyOf(problems);
  }

  /** The problems that make a plan impossible. */
  public List<ArchProblem> errors() {
    return of(Severity.ERROR);
  }

  /** The problems that a user should know of. */
  public List<ArchProblem> warnings() {
    return of(Severity.WARNING);
  }

  private List<ArchProblem> of(Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).toList();
  }
}
