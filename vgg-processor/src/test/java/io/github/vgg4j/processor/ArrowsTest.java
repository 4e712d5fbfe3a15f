package io.github.vgg4j.processor;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.vgg4j.processor.check.DiagnosticReport;
import io.github.vgg4j.processor.emit.SourceWriter;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Messager;
import javax.annotation.processing.RoundEnvironment;

/** Read, check, emit: no arrow runs back, and each door to the compiler has one keeper. */
@AnalyzeClasses(
    packages = "io.github.vgg4j.processor",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

  @ArchTest
  static final ArchRule STAGES =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("rounds")
          .definedBy("io.github.vgg4j.processor")
          .layer("read")
          .definedBy("..processor.read..")
          .layer("check")
          .definedBy("..processor.check..")
          .layer("emit")
          .definedBy("..processor.emit..")
          .whereLayer("rounds")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("check")
          .mayOnlyBeAccessedByLayers("rounds")
          .whereLayer("emit")
          .mayOnlyBeAccessedByLayers("rounds")
          .whereLayer("read")
          .mayOnlyBeAccessedByLayers("rounds", "check");

  @ArchTest
  static final ArchRule ROUNDS =
      noClasses()
          .that()
          .areNotAssignableTo(VggProcessor.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(RoundEnvironment.class);

  @ArchTest
  static final ArchRule MESSAGES =
      noClasses()
          .that()
          .areNotAssignableTo(DiagnosticReport.class)
          .should()
          .callMethodWhere(target(owner(assignableTo(Messager.class))));

  @ArchTest
  static final ArchRule FILES =
      noClasses()
          .that()
          .areNotAssignableTo(SourceWriter.class)
          .should()
          .callMethodWhere(target(owner(assignableTo(Filer.class))));

  @ArchTest
  static final ArchRule NO_RUNTIME =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.github.vgg4j.network..", "io.github.vgg4j.tensor..", "org.bytedeco..");
}
