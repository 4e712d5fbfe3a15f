package io.github.vgg4j.processor;

import com.palantir.javapoet.ClassName;
import io.github.vgg4j.arch.ArchResult;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.processor.check.DiagnosticCode;
import io.github.vgg4j.processor.check.DiagnosticReport;
import io.github.vgg4j.processor.emit.NetworkModel;
import io.github.vgg4j.processor.read.ArchDeclaration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Decides every name of a generated class: the step from a checked declaration to its model. */
final class ModelMaker {
  private static final Set<DiagnosticCode> NO_PARENT =
      Set.of(
          DiagnosticCode.NOT_AN_INTERFACE,
          DiagnosticCode.GENERIC_INTERFACE,
          DiagnosticCode.HIDDEN_INTERFACE,
          DiagnosticCode.SEALED_INTERFACE,
          DiagnosticCode.METHOD_CONFLICT);

  private ModelMaker() {}

  static NetworkModel model(
      ArchDeclaration declaration, ArchResult result, DiagnosticReport report, Elements elements) {
    TypeElement type = declaration.type();
    ClassName declared = ClassName.get(type);
    Optional<String> failure =
        report
            .firstError()
            .or(
                () ->
                    declaration.complete()
                        ? Optional.empty()
                        : Optional.of("@VggArch on " + type + " does not compile."));
    Optional<NetworkPlan> plan = failure.isPresent() ? Optional.empty() : result.plan();
    return new NetworkModel(
        NetworkModel.generatedName(declared),
        declared,
        String.join(".", declared.simpleNames()),
        exposed(type) ? NetworkModel.Visibility.PUBLIC : NetworkModel.Visibility.PACKAGE,
        NO_PARENT.stream().anyMatch(report::has)
            ? NetworkModel.Parent.NONE
            : NetworkModel.Parent.DECLARED,
        memberTypes(type, elements),
        declaration.architecture(),
        labels(declaration, report),
        plan,
        failure.orElse(""));
  }

  private static Optional<NetworkModel.Labels> labels(
      ArchDeclaration declaration, DiagnosticReport report) {
    return declaration
        .labels()
        .filter(labels -> labels.type().getKind() == ElementKind.ENUM)
        .filter(labels -> !report.has(DiagnosticCode.HIDDEN_LABELS))
        .map(labels -> new NetworkModel.Labels(ClassName.get(labels.type()), labels.constants()));
  }

  private static boolean exposed(TypeElement type) {
    for (Element element = type;
        element instanceof TypeElement;
        element = element.getEnclosingElement()) {
      if (!element.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }

  private static List<String> memberTypes(TypeElement type, Elements elements) {
    return ElementFilter.typesIn(elements.getAllMembers(type)).stream()
        .map(member -> member.getSimpleName().toString())
        .toList();
  }
}
