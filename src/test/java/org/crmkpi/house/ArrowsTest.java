package org.crmkpi.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Packages depend on each other in one direction only. */
@AnalyzeClasses(packages = "org.crmkpi", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
  /** Each package may use those after it, never one before it. */
  private static final List<String> DOWNWARDS =
      List.of(
          "cli",
          "report",
          "publish",
          "query",
          "run",
          "source",
          "warehouse",
          "plan",
          "catalog",
          "table",
          "delta",
          "lock",
          "fits",
          "functions",
          "session",
          "config");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("org.crmkpi.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule MATHEMATICS_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAnyPackage("..clv..", "..survival..", "..statistics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..", "io.delta..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(DOWNWARDS))
          .because("the formulas are checked against papers, not against an engine");

  @ArchTest
  static final ArchRule READERS_DO_WITHOUT_RUNS =
      noClasses()
          .that()
          .resideInAnyPackage(packages(List.of("report", "publish", "query", "warehouse")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(List.of("run", "source", "plan")))
          .because("what is published is read without what made it");

  @ArchTest
  static final ArchRule DEMO_KNOWS_NOTHING_OF_THE_JOB =
      noClasses()
          .that()
          .resideInAPackage("..demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              packages(DOWNWARDS.stream().filter(p -> !p.equals("config")).toList()))
          .because("the fictional CRM is a source like any other");

  @ArchTest
  static void arrowsPointDown(com.tngtech.archunit.core.domain.JavaClasses classes) {
    for (int i = 1; i < DOWNWARDS.size(); i++) {
      noClasses()
          .that()
          .resideInAPackage("org.crmkpi." + DOWNWARDS.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(DOWNWARDS.subList(0, i)))
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule INTERNALS_OF_KERNEL_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..delta..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.delta.kernel..");

  private static String[] packages(List<String> names) {
    return names.stream().map(name -> "org.crmkpi." + name + "..").toArray(String[]::new);
  }
}
