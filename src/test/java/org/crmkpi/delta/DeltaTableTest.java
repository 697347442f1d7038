package org.crmkpi.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.lock.Fence;
import org.crmkpi.testing.SameRows;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kernel commits, Spark's own Delta reader must see. */
final class DeltaTableTest {
  private final SparkSession spark = TestSpark.session();

  @TempDir private Path folder;

  @Test
  void aTableThatWasNeverWrittenHasNoVersion() {
    assertThat(table().newest()).isEmpty();
  }

  @Test
  void sparkReadsWhatWasReplacedAndAppended() {
    DeltaTable table = table();
    table.replace(table.stage(rows("select 1 as id, date'2024-01-01' as day_on"), "a"));
    table.replace(table.stage(rows("select 2 as id, date'2024-01-02' as day_on"), "b"));

    long version =
        table.append(table.stage(rows("select 3 as id, date'2024-01-03' as day_on"), "c"));

    assertThat(version).isEqualTo(2);
    assertThat(ids(spark.read().format("delta").load(folder.toString()))).containsExactly(2, 3);
    SameRows.assertSame(
        spark.read().format("delta").load(folder.toString()),
        table.newest().orElseThrow().read(spark));
    assertThat(table.newest().orElseThrow().rowCount()).isEqualTo(2);
  }

  @Test
  void anOlderVersionStaysReadable() {
    DeltaTable table = table();
    table.replace(table.stage(rows("select 1 as id"), "a"));
    table.replace(table.stage(rows("select 2 as id"), "b"));

    assertThat(ids(table.version(0).read(spark))).containsExactly(1);
  }

  @Test
  void aTableTakesANewShapeInOneCommit() {
    DeltaTable table = table();
    table.replace(table.stage(rows("select 1 as id"), "a"));
    table.replace(table.stage(rows("select 2 as id, 'x' as name"), "b"));

    assertThat(spark.read().format("delta").load(folder.toString()).columns())
        .containsExactly("id", "name");
    assertThat(table.newest().orElseThrow().read(spark).count()).isEqualTo(1);
  }

  @Test
  void anEmptyTableHasItsColumns() {
    DeltaTable table = table();
    table.replace(table.stage(rows("select 1 as id where false"), "a"));

    assertThat(table.newest().orElseThrow().read(spark).columns()).containsExactly("id");
    assertThat(spark.read().format("delta").load(folder.toString()).count()).isZero();
  }

  @Test
  void rowsThatAreMarkedAsDeletedAreGoneForEveryReader() {
    DeltaTable table = table();
    table.replace(table.stage(rows("select id from range(0, 1000, 1, 1)"), "a"));
    for (long gone : new long[] {3, 500, 999}) {
      Version before = table.newest().orElseThrow();
      List<Change.Marked> marked =
          before.readLocated(spark).where("id = " + gone).collectAsList().stream()
              .map(row -> new Change.Marked(file(before, row.getString(1)), position(row)))
              .toList();
      StagedRows come = table.stage(rows("select " + (10_000 + gone) + "L as id"), "b" + gone);
      table.commit(Change.exchange(come, List.of(), marked, Map.of()));
    }

    Version newest = table.newest().orElseThrow();
    assertThat(newest.rowCount()).isEqualTo(1000);
    assertThat(newest.read(spark).where("id in (3, 500, 999)").count()).isZero();
    assertThat(newest.read(spark).where("id > 9999").count()).isEqualTo(3);
    SameRows.assertSame(spark.read().format("delta").load(folder.toString()), newest.read(spark));
    assertThat(table.version(0).read(spark).where("id = 500").count()).isEqualTo(1);
  }

  @Test
  void filesOfDeletedRowsGoWithTheLastVersionThatNeedsThem() throws IOException {
    DeltaTable table = table();
    table.replace(table.stage(rows("select id from range(0, 1000, 1, 1)"), "data/a"));
    for (long gone : new long[] {3, 500}) {
      delete(table, gone);
    }
    Version newest = table.newest().orElseThrow();

    assertThat(table.removeLeftovers(newest, Optional.of(1L))).isEqualTo(Removed.NOTHING);
    Removed removed = table.removeLeftovers(newest, Optional.of(2L));

    assertThat(removed.files()).isEqualTo(1);
    assertThat(files("deletion_vector_.*")).isEqualTo(1);
    assertThat(newest.read(spark).where("id in (3, 500)").count()).isZero();
    SameRows.assertSame(spark.read().format("delta").load(folder.toString()), newest.read(spark));
  }

  @Test
  void filesAndLogStayFewHoweverManyVersionsThereWere() throws IOException {
    DeltaTable table = table();
    List<Long> files = new ArrayList<>();
    for (int version = 0; version <= 32; version++) {
      StagedRows staged = table.stage(rows("select " + version + " as id"), "data/" + version);
      table.replace(staged);
      table.removeLeftovers(table.newest().orElseThrow(), Optional.of(version - 2L));
      if (version == 22 || version == 32) {
        files.add(files(".*"));
      }
    }

    assertThat(files.get(0)).isEqualTo(files.get(1));
    assertThat(files("part-.*")).as("of the last three versions").isEqualTo(3);
    assertThat(table.find(19)).as("before the last checkpoint but one").isEmpty();
    for (int version = 30; version <= 32; version++) {
      assertThat(ids(table.version(version).read(spark))).containsExactly(version);
      assertThat(
              ids(
                  spark
                      .read()
                      .format("delta")
                      .option("versionAsOf", version)
                      .load(folder.toString())))
          .containsExactly(version);
    }
  }

  private long files(String name) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(file -> !file.startsWith(".") && file.matches(name))
          .count();
    }
  }

  private void delete(DeltaTable table, long gone) {
    Version before = table.newest().orElseThrow();
    List<Change.Marked> marked =
        before.readLocated(spark).where("id = " + gone).collectAsList().stream()
            .map(row -> new Change.Marked(file(before, row.getString(1)), position(row)))
            .toList();
    StagedRows nothing = new StagedRows(before.schema(), List.of());
    table.commit(Change.exchange(nothing, List.of(), marked, Map.of()));
  }

  @Test
  void aVersionKnowsWhetherSomebodyElseMadeIt() {
    DeltaTable table = table();
    table.replace(table.stage(rows("select 1 as id"), "a"));
    table.replace(table.stage(rows("select 2 as id"), "b"));
    assertThat(table.newest().orElseThrow().isOurs()).isTrue();

    spark.sql("restore table delta.`" + folder + "` to version as of 0");

    assertThat(table.newest().orElseThrow().isOurs()).isFalse();
  }

  @Test
  void theLogIsCutShortByCheckpoints() {
    DeltaTable table = table();
    for (int i = 0; i < 12; i++) {
      table.commit(
          Change.replace(new StagedRows(rows("select 1 as id").schema(), List.of()), Map.of()));
    }

    assertThat(folder.resolve("_delta_log/_last_checkpoint")).exists();
    assertThat(table.newest().orElseThrow().isOurs()).isTrue();
  }

  @Test
  void aCommitThatFindsNoRoomBlamesTheStoreAndNoOtherWriter() {
    Configuration hadoop = new Configuration(spark.sparkContext().hadoopConfiguration());
    hadoop.set("io.delta.kernel.logStore.file.impl", FullDisk.class.getName());
    DeltaTable table = DeltaTable.at(folder.toString(), hadoop, Fence.NONE);
    StagedRows staged = table.stage(rows("select 1 as id"), "a");

    assertThatThrownBy(() -> table.replace(staged))
        .isInstanceOfSatisfying(
            CrmFailure.class, failed -> assertThat(failed.category()).isEqualTo(Category.OUTSIDE))
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("No space left on device");
  }

  /** Called by Delta through reflection. */
  public static final class FullDisk extends LinkingLogStore {
    public FullDisk(Configuration hadoop) {
      super(hadoop);
    }

    @Override
    public void write(
        org.apache.hadoop.fs.Path path,
        Iterator<String> lines,
        Boolean overwrite,
        Configuration hadoop)
        throws IOException {
      throw new IOException("No space left on device");
    }
  }

  private static DataFile file(Version version, String name) {
    return version.files().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  private static Positions position(Row row) {
    return Positions.of(List.of(row.getLong(2)).iterator());
  }

  private DeltaTable table() {
    return DeltaTable.at(folder.toString(), spark.sparkContext().hadoopConfiguration(), Fence.NONE);
  }

  private Dataset<Row> rows(String sql) {
    return spark.sql(sql);
  }

  private static List<Integer> ids(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.getInt(0)).sorted().toList();
  }
}
