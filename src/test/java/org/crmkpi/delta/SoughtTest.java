package org.crmkpi.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.lock.Fence;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sought values must come with all their rows, and without most others. */
final class SoughtTest {
  private static final int PAGE = 1000;

  /** In no order, some without a name; each name three times, in rows far from each other. */
  private static final String ROWS =
      "select if(id % 1000 = 7, null, concat('n', id * 7919 % 10000)) as name, id"
          + " from range(0, 30000, 1, 1)";

  private final SparkSession spark = TestSpark.session();

  @TempDir private Path folder;
  private DeltaTable table;

  @BeforeEach
  void write() {
    table = DeltaTable.at(folder.toString(), new Configuration(), Fence.NONE);
    table.replace(table.stage(spark.sql(ROWS), "a", Optional.of("name")));
  }

  @Test
  void allRowsOfTheValuesAreReadAndFewOthers() {
    List<String> values = Arrays.asList("n1", "n5000", "n9999", "nobody");

    assertFound(values, newest());
    assertThat(read(values, newest()).count()).isLessThanOrEqualTo(6 * PAGE);
  }

  @Test
  void aMissingValueIsFoundAmongTheMissing() {
    assertFound(Collections.singletonList(null), newest());
    assertFound(Arrays.asList("n1", null), newest());
    assertThat(read(Arrays.asList("n1", null), newest()).count()).isLessThanOrEqualTo(3 * PAGE);
  }

  @Test
  void rowsAreFoundForThoseWhoDoNotReadTheColumn() {
    List<String> values = List.of("n1", "n5000");

    assertThat(read(values, newest()).select("id").as(Encoders.LONG()).collectAsList())
        .contains(7_679L, 17_679L, 27_679L, 5_000L, 15_000L, 25_000L);
  }

  @Test
  void aClusterReadsTheSameWithoutClassesOfOurs() {
    Sought sought = new Sought("name", Arrays.asList("n1", "n5000", null));
    String[] paths = newest().files().stream().map(DataFile::path).toArray(String[]::new);

    List<String> ofCluster = names(picked(sought.options(false), paths));

    assertThat(ofCluster)
        .isEqualTo(names(picked(sought.options(true), paths)))
        .contains("n1", "n5000", null)
        .hasSizeLessThanOrEqualTo(6 * PAGE);
  }

  private Dataset<Row> picked(Map<String, String> options, String[] paths) {
    return spark.read().format(PickedParquet.class.getName()).options(options).load(paths);
  }

  @Test
  void aColumnWithADotIsNotSearched() {
    assertThat(Sought.of("Account.Id", List.of("a"))).isEmpty();
  }

  @Test
  void aValueThatIsNowhereReadsAtMostThePageWhereItWouldBe() {
    assertThat(read(List.of("nobody"), newest()).count()).isLessThanOrEqualTo(PAGE);
  }

  @Test
  void thousandsOfValuesAreFound() {
    List<String> values = IntStream.range(0, 5000).mapToObj(i -> "n" + 2 * i).toList();

    assertFound(values, newest());
  }

  @Test
  void textIsOrderedByItsBytes() {
    String umlauts = "select concat('" + "\u00fc" + "', id) as name, id from range(5000)";
    table.replace(table.stage(spark.sql(ROWS + " union all " + umlauts), "c", Optional.of("name")));

    assertFound(Arrays.asList("\u00fc42", "n42"), newest());
    assertThat(read(List.of("\u00fc42"), newest()).count()).isLessThanOrEqualTo(2 * PAGE);
  }

  @Test
  void filesThatAreNotSortedHoldTheRowsToo() {
    table.replace(table.stage(spark.sql(ROWS), "b"));

    assertFound(Arrays.asList("n1", "n5000"), newest());
  }

  @Test
  void placesAreThoseOfTheWholeFileAndDeletedRowsStayDeleted() {
    Version before = newest();
    List<String> values = Arrays.asList("n1", "n2", "n5000");
    List<Row> located = of(values, readLocated(values, before));
    assertThat(located).containsExactlyInAnyOrderElementsOf(of(values, before.readLocated(spark)));

    DataFile file = before.files().get(0);
    Positions lost =
        Positions.of(
            of(Arrays.asList("n2"), before.readLocated(spark)).stream()
                .map(row -> row.<Long>getAs(Version.POSITION))
                .iterator());
    StagedRows nothing = new StagedRows(before.schema(), List.of());
    table.commit(
        Change.exchange(nothing, List.of(), List.of(new Change.Marked(file, lost)), Map.of()));

    assertThat(newest().rowCount()).isEqualTo(29_997);
    assertFound(Arrays.asList("n1", "n2", "n5000"), newest());
  }

  private static List<String> names(Dataset<Row> rows) {
    return rows.select("name").orderBy("name").as(Encoders.STRING()).collectAsList();
  }

  private Dataset<Row> read(List<String> values, Version version) {
    return version.pick(spark, Sought.of("name", values), rows -> rows);
  }

  private Dataset<Row> readLocated(List<String> values, Version version) {
    return version.pickLocated(spark, Sought.of("name", values), rows -> rows);
  }

  private void assertFound(List<String> values, Version version) {
    List<Row> wanted = of(values, version.read(spark));
    assertThat(wanted).isNotEmpty();
    assertThat(of(values, read(values, version))).containsExactlyInAnyOrderElementsOf(wanted);
  }

  /** Rows of some values, picked here: Spark would push a predicate of its own. */
  private static List<Row> of(List<String> values, Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .filter(row -> values.contains(row.<String>getAs("name")))
        .toList();
  }

  private Version newest() {
    return table.newest().orElseThrow();
  }
}
