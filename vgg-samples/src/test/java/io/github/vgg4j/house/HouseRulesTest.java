package io.github.vgg4j.house;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Messager;
import javax.annotation.processing.RoundEnvironment;

/** The rules of docs/architecture.md: which arrows the house has, and who alone may do what. */
@AnalyzeClasses(packages = "io.github.vgg4j", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

  private static final String BASE = "io.github.vgg4j";
  private static final String[] JDK = {"java..", "javax..", "org.jspecify.."};
  private static final String[] ENGINES = {BASE + ".nd4j..", BASE + ".onednn..", BASE + ".cuda.."};

  @ArchTest
  static final ArchRule theLanguageKnowsNothingButJava =
      classes()
          .that()
          .resideInAnyPackage(BASE, BASE + ".arch..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", BASE, BASE + ".arch..")
          .because("the processor, the runtime and every tool share it");

  @ArchTest
  static final ArchRule onlyOnePackageNamesNd4j =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + ".nd4j..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.nd4j..")
          .because("the other engines run without ND4J on the class path");

  @ArchTest
  static final ArchRule nobodyButServiceLoaderKnowsAnEngine =
      noClasses()
          .that()
          .resideOutsideOfPackages(ENGINES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINES)
          .because("engines are found, not named");

  @ArchTest
  static final ArchRule onlyEnginesAndTensorTouchNativeMemory =
      noClasses()
          .that()
          .resideOutsideOfPackages(with(ENGINES, BASE + ".tensor.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..", "com.sun.jna..");

  @ArchTest
  static final ArchRule enginesTranslatePlansAndNeverMakeThem =
      noClasses()
          .that()
          .resideInAnyPackage(ENGINES)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(".*\\.arch\\.(ShapeFlow|Architecture|LayerStack)(\\$.*)?");

  @ArchTest static final ArchRule tensorStandsOnTheGround = standsOn("tensor");

  @ArchTest static final ArchRule engineStandsOnTensor = standsOn("engine", "tensor");

  @ArchTest static final ArchRule fileStandsOnTensor = standsOn("file", "tensor");

  @ArchTest static final ArchRule dataStandsOnFiles = standsOn("data", "tensor", "file", "engine");

  @ArchTest
  static final ArchRule nd4jStandsOnTheEngineSeam = standsOn("nd4j", "tensor", "engine", "data");

  @ArchTest
  static final ArchRule onednnStandsOnTheEngineSeam =
      standsOn("onednn", "tensor", "engine", "data");

  @ArchTest
  static final ArchRule cudaStandsOnTheEngineSeam =
      standsOn("cuda", "tensor", "engine", "data", "file");

  @ArchTest
  static final ArchRule networkStandsOnEnginesAndFiles =
      standsOn("network", "tensor", "engine", "file", "data");

  @ArchTest
  static final ArchRule trainStandsOnNetworks =
      standsOn("train", "tensor", "engine", "file", "data", "network");

  @ArchTest
  static final ArchRule nothingBelowKnowsTheCommand =
      noClasses()
          .that()
          .resideOutsideOfPackages(BASE + ".cli..", BASE + ".samples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + ".cli..");

  @ArchTest
  static final ArchRule theCompilerKnowsNoRuntime =
      classes()
          .that()
          .resideInAPackage(BASE + ".processor..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              with(
                  JDK,
                  BASE,
                  BASE + ".arch..",
                  BASE + ".processor..",
                  "com.palantir.javapoet..",
                  "com.google.auto.service.."));

  @ArchTest
  static final ArchRule onlyTheReportPrints =
      noClasses()
          .that(areNot("DiagnosticReport"))
          .should()
          .callMethodWhere(target(owner(JavaClass.Predicates.assignableTo(Messager.class))));

  @ArchTest
  static final ArchRule onlyTheWriterMakesFiles =
      noClasses()
          .that(areNot("SourceWriter"))
          .should()
          .callMethodWhere(target(owner(JavaClass.Predicates.assignableTo(Filer.class))));

  @ArchTest
  static final ArchRule onlyTheProcessorKnowsRounds =
      noClasses()
          .that(areNot("VggProcessor"))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(RoundEnvironment.class);

  @ArchTest
  static final ArchRule noArrowRunsInACircle =
      slices().matching(BASE + ".(**)").should().beFreeOfCycles();

  private static ArchRule standsOn(String room, String... below) {
    String[] libraries = {
      "java..",
      "javax..",
      "org.jspecify..",
      "org.bytedeco..",
      "org.nd4j..",
      "com.fasterxml.jackson.core..",
      "com.google.auto.service..",
      "com.sun.jna..",
      "me.tongfei.progressbar..",
      BASE + ".arch.."
    };
    String[] rooms =
        Stream.concat(Stream.of(room), Stream.of(below))
            .map(name -> BASE + "." + name + "..")
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(BASE + "." + room + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(with(libraries, rooms))
        // In the profile nd4j-cuda this one is not on the class path.
        .allowEmptyShould(room.equals("cuda"));
  }

  private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> areNot(String name) {
    return com.tngtech.archunit.base.DescribedPredicate.describe(
        "are not " + name, type -> !type.getSimpleName().equals(name));
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }
}
