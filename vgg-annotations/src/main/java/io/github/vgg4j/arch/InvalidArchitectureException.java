package io.github.vgg4j.arch;

import java.util.List;
import java.util.stream.Collectors;

/** Says every error of an architecture, in the words of the annotation processor. */
public final class InvalidArchitectureException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidArchitectureException(List<ArchProblem> problems) {
    super(
        problems.stream()
            .map(problem -> "[Vgg/" + problem.code() + "] " + problem.message())
            .collect(Collectors.joining("\n")));
  }
}
