package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.ArchProblem;
import io.github.vgg4j.processor.check.DiagnosticCode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The codes are public: users search for them and write them into {@code @SuppressWarnings}. */
class DiagnosticCodeTest {

  @Test
  void everyProblemOfAnArchitectureHasItsCode() {
    Set<String> tags =
        Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::tag).collect(Collectors.toSet());

    for (Class<?> problem : ArchProblem.class.getPermittedSubclasses()) {
      assertTrue(tags.contains(problem.getSimpleName()), problem::getSimpleName);
    }
  }

  @Test
  void tagsStayAsTheyAre() {
    assertEquals(
        List.of(
            "SpatialUnderflow",
            "OddHalving",
            "ChannelMismatch",
            "OutOfRange",
            "NoBlocks",
            "IndivisibleWidth",
            "TooLarge",
            "BadBudget",
            "OverBudget",
            "HeadContradiction",
            "TooFewLabels",
            "HiddenLabels",
            "NotAnInterface",
            "GenericInterface",
            "HiddenInterface",
            "SealedInterface",
            "AbstractMethod",
            "MethodConflict",
            "NameTaken",
            "Internal"),
        Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::tag).toList());
  }
}
