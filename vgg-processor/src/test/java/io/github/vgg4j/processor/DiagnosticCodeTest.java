package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.ArchProblem;
import io.github.vgg4j.arch.DeclarationProblem;
import io.github.vgg4j.processor.check.DiagnosticCode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The codes are public: users search for them and write them into {@code @SuppressWarnings}. */
class DiagnosticCodeTest {

  @Test
  void everyProblemOfAnArchitectureHasItsCode() {
    Set<String> tags =
        Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::tag).collect(Collectors.toSet());

    for (Class<?> problem : kinds(ArchProblem.class).toList()) {
      assertTrue(tags.contains(problem.getSimpleName()), problem::getSimpleName);
    }
  }

  /** The records; but not the one that adds a pointer to another problem and bears its code. */
  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(DiagnosticCodeTest::kinds)
        : Stream.<Class<?>>of(type).filter(kind -> kind != DeclarationProblem.InConfig.class);
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
            "SeveralOrigins",
            "ConfigToken",
            "KernelCount",
            "SizeMismatch",
            "HeadContradiction",
            "TooFewLabels",
            "HiddenLabels",
            "NotAnInterface",
            "GenericInterface",
            "HiddenInterface",
            "SealedInterface",
            "AbstractMethod",
            "MethodConflict",
            "UnknownTap",
            "TapSignature",
            "ReadTooEarly",
            "MisspeltWarning",
            "NameTaken",
            "Internal"),
        Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::tag).toList());
  }
}
