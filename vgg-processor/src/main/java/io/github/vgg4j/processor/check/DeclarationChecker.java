package io.github.vgg4j.processor.check;

import io.github.vgg4j.arch.ArchProblem;
import io.github.vgg4j.arch.ArchResult;
import io.github.vgg4j.arch.Where;
import io.github.vgg4j.processor.check.GeneratedMethods.Fit;
import io.github.vgg4j.processor.read.ArchDeclaration;
import io.github.vgg4j.processor.read.LabelsDeclaration;
import io.github.vgg4j.processor.read.SourceRef;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * Holds the rules: those on the annotated element and its head here, those on the architecture in
 * package {@code arch}. One root cause gives one diagnostic.
 */
public final class DeclarationChecker {
  private final ArchDeclaration declaration;
  private final DiagnosticReport report;

  private DeclarationChecker(ArchDeclaration declaration, DiagnosticReport report) {
    this.declaration = declaration;
    this.report = report;
  }

  /** Adds every problem of a declaration to the report; gives what the architecture came to. */
  public static ArchResult check(
      ArchDeclaration declaration, GeneratedMethods methods, DiagnosticReport report) {
    DeclarationChecker checker = new DeclarationChecker(declaration, report);
    checker.checkElement(methods);
    ArchResult result = declaration.architecture().check();
    if (declaration.type().getKind() == ElementKind.INTERFACE) {
      TapChecker.check(
          declaration, declaration.complete() ? result.plan() : Optional.empty(), report);
    }
    if (declaration.complete()) {
      boolean labelsCount = checker.checkHead();
      for (ArchProblem problem : result.problems()) {
        if (labelsCount || !problem.where().equals(Where.head("classes"))) {
          report.add(
              DiagnosticCode.of(problem), declaration.at(problem.where()), problem.message());
        }
      }
    }
    return result;
  }

  private void checkElement(GeneratedMethods methods) {
    TypeElement type = declaration.type();
    String name = type.getSimpleName().toString();
    Optional<Element> hidden = privateEncloser(type);
    if (type.getKind() != ElementKind.INTERFACE) {
      add(DiagnosticCode.NOT_AN_INTERFACE, name, kind(type));
    } else if (hidden.isPresent()) {
      add(DiagnosticCode.HIDDEN_INTERFACE, name, hidden.get().getSimpleName());
    } else if (type.getModifiers().contains(Modifier.SEALED)) {
      add(DiagnosticCode.SEALED_INTERFACE, name);
    } else if (!type.getTypeParameters().isEmpty()) {
      add(DiagnosticCode.GENERIC_INTERFACE, name);
    } else {
      checkMethods(methods.fits(declaration));
    }
  }

  /** Missing methods first: the first error is the one that a skeleton repeats. */
  private void checkMethods(Map<ExecutableElement, Fit> fits) {
    fits.forEach(
        (method, fit) -> {
          if (fit == Fit.MISSING) {
            report.add(DiagnosticCode.ABSTRACT_METHOD, at(method), written(method));
          }
        });
    fits.forEach(
        (method, fit) -> {
          if (fit == Fit.CONFLICTING) {
            report.add(
                DiagnosticCode.METHOD_CONFLICT,
                at(method),
                method.getSimpleName(),
                written(method));
          }
        });
  }

  /** The method where the user wrote it here; the annotation where it is inherited. */
  private SourceRef at(ExecutableElement method) {
    return method.getEnclosingElement().equals(declaration.type())
        ? SourceRef.to(method)
        : declaration.annotation();
  }

  private String written(ExecutableElement method) {
    Element owner = method.getEnclosingElement();
    String from = owner.equals(declaration.type()) ? "" : " of " + owner.getSimpleName();
    return Signatures.of(method) + from;
  }

  /** Whether the number of classes can be judged. */
  private boolean checkHead() {
    if (declaration.labels().isEmpty()) {
      return true;
    }
    LabelsDeclaration labels = declaration.labels().get();
    String name = labels.type().getSimpleName().toString();
    int constants = labels.constants().size();
    if (constants < 2) {
      report.add(DiagnosticCode.TOO_FEW_LABELS, labels.at(), name, constants);
      return false;
    }
    if (privateEncloser(labels.type()).isPresent()) {
      report.add(DiagnosticCode.HIDDEN_LABELS, labels.at(), name);
    }
    if (declaration.writtenClasses().isPresent()) {
      report.add(
          DiagnosticCode.HEAD_CONTRADICTION,
          declaration.at(Where.head("classes")),
          declaration.writtenClasses().getAsInt(),
          name,
          constants);
    }
    return true;
  }

  private void add(DiagnosticCode code, Object... values) {
    report.add(code, declaration.annotation(), values);
  }

  private static Optional<Element> privateEncloser(TypeElement type) {
    for (Element element = type;
        element instanceof TypeElement;
        element = element.getEnclosingElement()) {
      if (element.getModifiers().contains(Modifier.PRIVATE)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  private static String kind(TypeElement type) {
    return switch (type.getKind()) {
      case ENUM -> "an enum";
      case ANNOTATION_TYPE -> "an annotation";
      case RECORD -> "a record";
      default -> "a class";
    };
  }
}
