package io.github.vgg4j.processor;

import com.google.auto.service.AutoService;
import com.palantir.javapoet.ClassName;
import io.github.vgg4j.VggArch;
import io.github.vgg4j.arch.ArchResult;
import io.github.vgg4j.processor.check.BudgetChecker;
import io.github.vgg4j.processor.check.DeclarationChecker;
import io.github.vgg4j.processor.check.DiagnosticCode;
import io.github.vgg4j.processor.check.DiagnosticReport;
import io.github.vgg4j.processor.check.GeneratedMethods;
import io.github.vgg4j.processor.check.SuppressionChecker;
import io.github.vgg4j.processor.emit.NetworkModel;
import io.github.vgg4j.processor.emit.SourceWriter;
import io.github.vgg4j.processor.read.ArchDeclaration;
import io.github.vgg4j.processor.read.ArchReader;
import io.github.vgg4j.processor.read.BudgetReader;
import io.github.vgg4j.processor.read.SourceRef;
import io.github.vgg4j.processor.read.Suppressions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * Turns every type with {@link VggArch} into a network class, or into diagnostics and a skeleton
 * that keeps the rest of the program compiling: read, check, emit.
 */
@AutoService(Processor.class)
@SupportedAnnotationTypes("io.github.vgg4j.VggArch")
public final class VggProcessor extends AbstractProcessor {

  private final Set<String> takenNames = new HashSet<>();

  /** Networks that are well but for names of what does not exist, or not yet. */
  private final List<String> unread = new ArrayList<>();

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (Element root : round.getRootElements()) {
      takenNames.add(root.toString());
    }
    GeneratedMethods methods =
        new GeneratedMethods(processingEnv.getElementUtils(), processingEnv.getTypeUtils());
    for (TypeElement annotation : annotations) {
      for (TypeElement type : ElementFilter.typesIn(round.getElementsAnnotatedWith(annotation))) {
        Suppressions suppressions = Suppressions.of(type);
        DiagnosticReport report = new DiagnosticReport(suppressions.values());
        try {
          process(type, methods, report);
        } catch (IOException | RuntimeException e) {
          StringWriter trace = new StringWriter();
          e.printStackTrace(new PrintWriter(trace, true));
          report.add(DiagnosticCode.INTERNAL, SourceRef.to(type), type, trace);
        }
        SuppressionChecker.check(suppressions, report);
        report.print(processingEnv.getMessager());
      }
    }
    if (round.processingOver()) {
      unread.forEach(this::readAgain);
    }
    return false;
  }

  private void process(TypeElement type, GeneratedMethods methods, DiagnosticReport report)
      throws IOException {
    Elements elements = processingEnv.getElementUtils();
    ArchDeclaration declaration = ArchReader.read(elements, type);
    ArchResult result = DeclarationChecker.check(declaration, methods, report);
    if (declaration.complete()) {
      BudgetReader.read(elements, type)
          .ifPresent(
              budget -> BudgetChecker.check(budget, declaration.architecture(), result, report));
    }
    ClassName name = NetworkModel.generatedName(ClassName.get(type));
    if (!takenNames.add(name.canonicalName())) {
      report.add(DiagnosticCode.NAME_TAKEN, declaration.annotation(), name.canonicalName());
      return;
    }
    if (report.firstError().isEmpty() && !ModelMaker.isComplete(declaration)) {
      unread.add(type.getQualifiedName().toString());
    }
    NetworkModel model = ModelMaker.model(declaration, result, report, elements);
    try {
      new SourceWriter(processingEnv.getFiler(), elements).write(model, type);
    } catch (FilerException e) {
      // ECJ writes no class over one that is on the class path.
      report.add(DiagnosticCode.NAME_TAKEN, declaration.annotation(), name.canonicalName());
    }
  }

  /** A skeleton must not pass for a network because its missing names turned up at last. */
  private void readAgain(String name) {
    TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
    ArchDeclaration declaration = ArchReader.read(processingEnv.getElementUtils(), type);
    if (ModelMaker.isComplete(declaration)) {
      DiagnosticReport report = new DiagnosticReport(Set.of());
      report.add(
          DiagnosticCode.READ_TOO_EARLY, declaration.annotation(), type.getSimpleName().toString());
      report.print(processingEnv.getMessager());
    }
  }
}
