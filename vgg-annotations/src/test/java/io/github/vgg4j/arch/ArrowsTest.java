package io.github.vgg4j.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The language and its model are pure Java: the processor and every engine can stand on them. */
@AnalyzeClasses(packages = "io.github.vgg4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

  @ArchTest
  static final ArchRule PURE_JAVA =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.vgg4j",
              "io.github.vgg4j.arch",
              "java.lang..",
              "java.math",
              "java.nio.charset",
              "java.security",
              "java.util..",
              "org.jspecify.annotations");
}
