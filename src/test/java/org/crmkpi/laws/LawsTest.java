package org.crmkpi.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.GeneratedInputs;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.run.Transform;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must hold for every table of the catalogue, whatever the data: on a fictional CRM with late
 * rows, corrections, deletions, merges and duplicates.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LawsTest {
  private static final DemoSettings COMPANY = DemoSettings.of(400).withSeed(7);

  /** The reporting currency is worth itself, whether or not a source delivers rates. */
  private static final Set<String> HAVE_A_ROW_OF_THEIR_OWN = Set.of("fx_rate_intervals");

  private final Catalogue catalogue = Project.catalogue();

  private Path temporary;
  private Path files;
  private Map<String, String> rebuilt;

  @BeforeAll
  void oneRebuild(@TempDir Path folder) {
    temporary = folder;
    files = temporary.resolve("files");
    DemoCrm.write(files, COMPANY);
    TestNight night = night("rebuild");
    run(night, files);
    rebuilt = Fingerprints.of(night);
  }

  @Test
  void nightsWithRowsInAnyOrderEqualOneRebuildAndARerunChangesNothing() {
    TestNight night = night("nightly");
    Path delivered = temporary.resolve("delivered");
    List<Path> deliveries = Deliveries.of(files);
    for (List<Path> arrived :
        List.of(
            deliveries.subList(0, 1),
            deliveries.subList(1, 3),
            deliveries.subList(3, deliveries.size()))) {
      arrived.forEach(delivery -> Deliveries.shuffle(delivery, delivered, 11));
      run(night, delivered);
    }
    assertThat(Fingerprints.of(night)).isEqualTo(rebuilt);

    run(night, delivered);

    assertThat(Fingerprints.of(night)).isEqualTo(rebuilt);
  }

  @TestFactory
  Stream<DynamicTest> emptyInputsGiveAnEmptyTable() {
    SparkSession session = TestSpark.session().newSession();
    return Project.selected(catalogue).stream()
        .filter(table -> table.contract().isDerived() && readsEntities(table))
        .filter(table -> !HAVE_A_ROW_OF_THEIR_OWN.contains(table.contract().name()))
        .map(
            table ->
                DynamicTest.dynamicTest(
                    table.contract().name(),
                    () -> assertThat(overNothing(session, table).isEmpty()).isTrue()));
  }

  private boolean readsEntities(TableFolder table) {
    return catalogue.upstream(table.contract()).stream()
        .map(catalogue::table)
        .anyMatch(input -> input.contract().isEntity() || readsEntities(input));
  }

  /** The query over empty inputs, except those that parameters alone fill, such as the calendar. */
  private Dataset<Row> overNothing(SparkSession session, TableFolder table) {
    Map<String, Dataset<Row>> inputs = new HashMap<>();
    for (String name : catalogue.upstream(table.contract())) {
      TableFolder input = catalogue.table(name);
      inputs.put(
          name,
          input.contract().isEntity() || readsEntities(input)
              ? session.createDataFrame(List.of(), input.contract().schema())
              : overNothing(session, input));
    }
    for (String generated : GeneratedInputs.NAMES) {
      inputs.put(generated, session.createDataFrame(List.of(), GeneratedInputs.schema(generated)));
    }
    return new Transform(session, catalogue).rows(table, inputs, Project.arguments());
  }

  private TestNight night(String name) {
    return new TestNight(temporary.resolve(name));
  }

  private static void run(TestNight night, Path folder) {
    night.run(DemoCrm.lastNight(COMPANY), Map.of("demo", folder));
  }
}
