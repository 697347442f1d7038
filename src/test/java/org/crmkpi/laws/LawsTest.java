package org.crmkpi.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.GeneratedInputs;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.run.Transform;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must hold for every table of the catalogue, whatever the data: on a fictional CRM with late
 * rows, corrections, deletions, merges and duplicates.
 */
final class LawsTest {
  /** The reporting currency is worth itself, whether or not a source delivers rates. */
  private static final Set<String> HAVE_A_ROW_OF_THEIR_OWN = Set.of("fx_rate_intervals");

  private final Catalogue catalogue = Project.narrowed();

  private final DemoHistory history = DemoHistory.made();

  @Test
  void nightsWithRowsInAnyOrderEqualOneRebuildAndARerunOrAPastDayChangesNothing(
      @TempDir Path temporary) {
    TestNight night = new TestNight(temporary.resolve("nightly"), catalogue);
    Path delivered = temporary.resolve("delivered");
    List<Path> deliveries = Deliveries.of(history.files());
    int all = deliveries.size();
    arrive(deliveries.subList(0, 1), delivered);
    LocalDate first = LocalDate.parse(deliveries.get(0).getFileName().toString());
    run(night, delivered, first);
    Map<String, String> ofFirst = SameTables.fingerprints(night);
    arrive(deliveries.subList(1, all - 1), delivered);
    run(night, delivered, DemoHistory.FIRST_RANDOM_NIGHT);
    arrive(deliveries.subList(all - 1, all), delivered);
    run(night, delivered, DemoHistory.LAST_NIGHT);

    SameTables.assertSame(night, history.rebuilt());
    assertThat(computedByKeys(night)).containsAll(keyedTables());
    assertThat(restated(night)).isEqualTo(differing(night)).isNotEmpty();
    assertFirstPublishedIsWhatTheFirstRestatementReplaced(night);
    assertThat(
            night.value(
                "select count(*) from restatements where value_before is null"
                    + " and try_cast(value_now as double) = 0"))
        .as("zeros of slices that are new")
        .isEqualTo("0");

    Map<String, Long> versions = SameTables.versions(night);
    run(night, delivered, DemoHistory.LAST_NIGHT);

    assertThat(SameTables.versions(night)).isEqualTo(versions);
    assertThat(releases(night)).hasSize(3);

    run(night, delivered, first);

    assertThat(SameTables.fingerprints(night)).isEqualTo(ofFirst);
  }

  private static void assertFirstPublishedIsWhatTheFirstRestatementReplaced(TestNight night) {
    String figures =
        """
        with figures as (
          select
            sort_array(collect_list(struct(release_id, value_before, first_published_value))) as told
          from restatements
          group by table_name, row_key, column_name
        )
        select count(*) from figures where %s
        """;
    String isOther =
        "exists(told, each -> not (each.first_published_value <=> told[0].value_before))";
    assertThat(night.value(figures.formatted(isOther))).isEqualTo("0");
    assertThat(night.value(figures.formatted("size(told) > 1"))).isNotEqualTo("0");
  }

  private static List<String> releases(TestNight night) {
    return night.lines("select distinct release_id from releases order by release_id");
  }

  /** Rows of closed months that the newest release restates, as it says itself. */
  private static Set<String> restated(TestNight night) {
    return Set.copyOf(
        night.lines(
            "select distinct row_key from restatements"
                + " where table_name = 'crm_kpi.customer_base'"
                + " and release_id = (select max(release_id) from releases)"));
  }

  /** The same, by comparing the two newest releases row by row. */
  private static Set<String> differing(TestNight night) {
    List<String> releases = releases(night);
    Map<String, String> before = closed(night.reader(releases.get(releases.size() - 2)));
    Map<String, String> now = closed(night.reader(releases.get(releases.size() - 1)));
    Set<String> periods =
        before.keySet().stream().map(LawsTest::period).collect(Collectors.toSet());
    return Stream.concat(before.keySet().stream(), now.keySet().stream())
        .filter(row -> periods.contains(period(row)))
        .filter(row -> !Objects.equals(before.get(row), now.get(row)))
        .collect(Collectors.toSet());
  }

  private static String period(String row) {
    return row.substring(0, row.indexOf(", dimension="));
  }

  private static Map<String, String> closed(ReleaseQuery release) {
    return release
        .rows(
            "select concat('period_kind=', period_kind, ', period_start_on=', period_start_on,"
                + " ', dimension=', dimension, ', dimension_value=', dimension_value) as row_key,"
                + " to_json(struct(*)) as figures from customer_base where is_complete")
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(1)));
  }

  private static void arrive(List<Path> deliveries, Path delivered) {
    deliveries.forEach(delivery -> Deliveries.shuffle(delivery, delivered, DemoHistory.SEED));
  }

  private List<String> keyedTables() {
    return catalogue.contracts().stream()
        .filter(contract -> !contract.refresh().key().isEmpty())
        .map(Contract::qualifiedName)
        .toList();
  }

  private static List<String> computedByKeys(TestNight night) {
    return night.lines("select distinct table_name from table_runs where keys_count > 0");
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

  /** On this the catalogue relies where a fit reads such a table between two of its days. */
  @TestFactory
  Stream<DynamicTest> whatReadsNoTableKeepsItsRowsOnALaterDay() {
    SparkSession session = TestSpark.session().newSession();
    return Project.selected(catalogue).stream()
        .filter(table -> table.contract().isDerived() && table.contract().inputs().isEmpty())
        .filter(table -> table.contract().parameters().contains(Refresh.AS_OF))
        .map(
            table ->
                DynamicTest.dynamicTest(
                    table.contract().name(), () -> assertOnlyGrows(session, table)));
  }

  private void assertOnlyGrows(SparkSession session, TableFolder table) {
    Dataset<Row> before = on(session, table, DemoHistory.LAST_NIGHT);
    Dataset<Row> after = on(session, table, DemoHistory.LAST_NIGHT.plusYears(1));

    assertThat(before.exceptAll(after).isEmpty()).isTrue();
    assertThat(after.count()).isGreaterThan(before.count());
  }

  private Dataset<Row> on(SparkSession session, TableFolder table, LocalDate asOf) {
    return new Transform(session, catalogue).rows(table, Map.of(), Project.arguments().on(asOf));
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

  private static void run(TestNight night, Path folder, LocalDate asOf) {
    night.run(asOf, Map.of("demo", folder));
  }
}
