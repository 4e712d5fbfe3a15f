package io.github.vgg4j.processor;

import com.palantir.javapoet.ClassName;
import io.github.vgg4j.arch.ArchResult;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.processor.check.DiagnosticCode;
import io.github.vgg4j.processor.check.DiagnosticReport;
import io.github.vgg4j.processor.check.GeneratedMethods;
import io.github.vgg4j.processor.emit.NetworkModel;
import io.github.vgg4j.processor.read.ArchDeclaration;
import io.github.vgg4j.processor.read.TapDeclaration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
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

  private static final int BLOCKS_OF_PRESETS = 5;
  private static final Pattern BLOCK_TYPE = Pattern.compile("Network\\.Block(\\d{1,2})$");

  private ModelMaker() {}

  /** Whether everything that a network names exists, so that there can be a class for it. */
  static boolean isComplete(ArchDeclaration declaration) {
    return declaration.complete()
        && !Hierarchy.isBroken(declaration.type())
        && !GeneratedMethods.anyUnreadable(declaration.type());
  }

  static NetworkModel model(
      ArchDeclaration declaration, ArchResult result, DiagnosticReport report, Elements elements) {
    TypeElement type = declaration.type();
    ClassName declared = ClassName.get(type);
    Optional<String> failure =
        report
            .firstError()
            .or(
                () ->
                    isComplete(declaration)
                        ? Optional.empty()
                        : Optional.of("@VggArch on " + type + " does not compile."));
    Optional<NetworkPlan> plan = failure.isPresent() ? Optional.empty() : result.plan();
    return new NetworkModel(
        NetworkModel.generatedName(declared),
        declared,
        String.join(".", declared.simpleNames()),
        exposed(type) ? NetworkModel.Visibility.PUBLIC : NetworkModel.Visibility.PACKAGE,
        NO_PARENT.stream().anyMatch(report::has) || Hierarchy.isBroken(type)
            ? NetworkModel.Parent.NONE
            : NetworkModel.Parent.DECLARED,
        memberTypes(type, elements),
        declaration.architecture(),
        plan.map(NetworkPlan::blocks).orElseGet(() -> blocks(declaration)),
        labels(declaration, report),
        plan.map(known -> taps(declaration, known)).orElse(List.of()),
        plan,
        failure.orElse(""));
  }

  /** A skeleton also has the blocks that the interface names, or as many as any preset. */
  private static int blocks(ArchDeclaration declaration) {
    int declared = declaration.architecture().blocks().size();
    Stream<String> types =
        ElementFilter.methodsIn(declaration.type().getEnclosedElements()).stream()
            .flatMap(
                method ->
                    Stream.concat(
                        Stream.of(method.getReturnType()),
                        method.getParameters().stream().map(VariableElement::asType)))
            .map(TypeMirror::toString);
    return types
        .map(BLOCK_TYPE::matcher)
        .filter(Matcher::find)
        .mapToInt(type -> Integer.parseInt(type.group(1)))
        .reduce(declared == 0 ? BLOCKS_OF_PRESETS : declared, Math::max);
  }

  private static Optional<NetworkModel.Labels> labels(
      ArchDeclaration declaration, DiagnosticReport report) {
    return declaration
        .labels()
        .filter(labels -> labels.type().getKind() == ElementKind.ENUM)
        .filter(labels -> !report.has(DiagnosticCode.HIDDEN_LABELS))
        .map(labels -> new NetworkModel.Labels(ClassName.get(labels.type()), labels.constants()));
  }

  /** Those that the generated class does not have of its own accord. */
  private static List<NetworkModel.TapMethod> taps(ArchDeclaration declaration, NetworkPlan plan) {
    return declaration.taps().stream()
        .filter(tap -> !tap.place().contentEquals(tap.method().getSimpleName()))
        .map(tap -> tap(tap, plan))
        .toList();
  }

  private static NetworkModel.TapMethod tap(TapDeclaration tap, NetworkPlan plan) {
    boolean tensor = tap.method().getReturnType().toString().endsWith(".Tensor");
    int block = tap.place().startsWith("block") ? Integer.parseInt(tap.place().substring(5)) : 0;
    Optional<Layer> end = block > 0 ? Optional.of(plan.endOfBlock(block)) : Optional.empty();
    int layer = 0;
    while (!end.map(plan.layers().get(layer)::equals)
        .orElse(plan.layers().get(layer).name().equals(tap.place()))) {
      layer++;
    }
    return new NetworkModel.TapMethod(
        tap.method().getSimpleName().toString(), tap.place(), layer, tensor ? 0 : block);
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
