package io.github.vgg4j.processor.check;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.processor.read.ArchDeclaration;
import io.github.vgg4j.processor.read.SourceRef;
import io.github.vgg4j.processor.read.TapDeclaration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;

/** Holds the rules on taps: that their place exists, and that their method fits it. */
final class TapChecker {
  private static final String TENSOR = "io.github.vgg4j.tensor.Tensor";

  private final ArchDeclaration declaration;
  private final Optional<NetworkPlan> plan;
  private final DiagnosticReport report;

  private TapChecker(
      ArchDeclaration declaration, Optional<NetworkPlan> plan, DiagnosticReport report) {
    this.declaration = declaration;
    this.plan = plan;
    this.report = report;
  }

  /** Adds every problem of the taps; without a plan only the methods can be judged. */
  static void check(
      ArchDeclaration declaration, Optional<NetworkPlan> plan, DiagnosticReport report) {
    TapChecker checker = new TapChecker(declaration, plan, report);
    declaration.taps().forEach(checker::check);
  }

  private void check(TapDeclaration tap) {
    if (plan.isPresent() && !places(plan.get()).contains(tap.place())) {
      report.add(
          DiagnosticCode.UNKNOWN_TAP, at(tap, tap.at()), tap.place(), suggestion(tap, plan.get()));
    } else if (!fits(tap) && !GeneratedMethods.isUnreadable(tap.method())) {
      report.add(
          DiagnosticCode.TAP_SIGNATURE,
          at(tap, SourceRef.to(tap.method())),
          tap.place(),
          Signatures.of(tap.method()),
          isBlock(tap) ? typed(tap.place()) : "Tensor",
          tap.method().getSimpleName());
    }
  }

  private boolean fits(TapDeclaration tap) {
    ExecutableElement method = tap.method();
    if (!method.getModifiers().contains(Modifier.ABSTRACT)
        || method.getParameters().size() != 1
        || !method.getTypeParameters().isEmpty()) {
      return false;
    }
    boolean tensor = method.getReturnType().toString().equals(TENSOR);
    boolean typed =
        isBlock(tap) && GeneratedTypes.mayBe(method.getReturnType(), typed(tap.place()));
    return (tensor || typed)
        && GeneratedTypes.mayBe(method.getParameters().get(0).asType(), "Images");
  }

  private SourceRef at(TapDeclaration tap, SourceRef own) {
    Element owner = tap.method().getEnclosingElement();
    return owner.equals(declaration.type()) ? own : declaration.annotation();
  }

  /** A place whose features the method can give; where there is none, another method as well. */
  private static String suggestion(TapDeclaration tap, NetworkPlan plan) {
    TypeMirror result = tap.method().getReturnType();
    List<String> typed =
        blocks(plan).filter(place -> GeneratedTypes.isOne(result, typed(place))).toList();
    if (!typed.isEmpty() || !GeneratedTypes.isOne(result)) {
      List<String> fitting = typed.isEmpty() ? places(plan) : typed;
      return "Did you mean \"" + Suggestion.nearest(tap.place(), fitting) + "\"?";
    }
    String nearest = Suggestion.nearest(tap.place(), blocks(plan).toList());
    return String.format(
        "Declare @Tap(\"%s\") %s %s(Images images).",
        nearest, typed(nearest), tap.method().getSimpleName());
  }

  private static List<String> places(NetworkPlan plan) {
    return Stream.concat(blocks(plan), plan.layers().stream().map(Layer::name)).toList();
  }

  private static Stream<String> blocks(NetworkPlan plan) {
    return IntStream.rangeClosed(1, plan.blocks()).mapToObj(block -> "block" + block);
  }

  private static boolean isBlock(TapDeclaration tap) {
    return tap.place().matches("block\\d+");
  }

  /** {@code Block3} for {@code block3}. */
  private static String typed(String place) {
    return place.substring(0, 1).toUpperCase(Locale.ROOT) + place.substring(1);
  }
}
