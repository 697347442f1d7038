package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Removed;
import org.crmkpi.table.Contract;
import org.crmkpi.testing.TestNight;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Many nights of a shop whose releases stay readable for two days. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RetentionTest {
  private static final int NIGHTS = 6;
  private static final int MANY = 12;

  private final SparkSession session = TestSpark.session().newSession();
  private final List<String> releases = new ArrayList<>();
  private final Map<String, Map<String, List<String>>> rows = new TreeMap<>();
  private Path warehouse;
  private WebShop shop;
  private TestNight nights;

  @BeforeAll
  void manyNights(@TempDir Path folder) {
    session.conf().set("spark.databricks.delta.snapshotPartitions", "1");
    shop = new WebShop(folder);
    nights = shop.nights("warehouse");
    warehouse = folder.resolve("warehouse");
    for (int night = 1; night <= NIGHTS; night++) {
      run(night, "web");
    }
  }

  private void run(int night, String channel) {
    shop.deliver(night, channel).run(nights, night);
    releases.add(nights.value("select max(release_id) from releases"));
    rows.put(newest(), shop.rows(nights.reader()));
  }

  private String newest() {
    return releases.get(releases.size() - 1);
  }

  @Test
  @Order(1)
  void releasesOfTheRetentionTimeAreReadAsTheyWereAndOlderOnesAreRefused() {
    List<String> kept = releases.subList(NIGHTS - WebShop.RETENTION_DAYS - 1, NIGHTS);

    for (String release : kept) {
      assertThat(shop.rows(nights.reader(release))).as(release).isEqualTo(rows.get(release));
    }
    String gone = releases.get(1);
    assertThatThrownBy(() -> shop.rows(nights.reader(gone)))
        .isInstanceOf(CrmFailure.class)
        .hasMessageContaining("those older than retention.days are gone");
  }

  @Test
  @Order(2)
  void sparkReadsTheReleasesOfTheRetentionTimeToo() {
    String oldest = releases.get(NIGHTS - WebShop.RETENTION_DAYS - 1);
    DeltaLog.clearCache();

    for (String release : List.of(oldest, newest())) {
      nights
          .reader(release)
          .release()
          .orElseThrow()
          .versions()
          .forEach(
              (name, version) -> {
                List<String> read =
                    session
                        .read()
                        .format("delta")
                        .option("versionAsOf", version)
                        .load(folder(shop.catalogue().table(name).contract()).toString())
                        .toJSON()
                        .collectAsList()
                        .stream()
                        .sorted()
                        .toList();
                assertThat(read).as(name).isEqualTo(rows.get(release).get(name));
              });
    }
  }

  @Test
  @Order(3)
  void whatKilledRunsLeftGoesAndTheirRejectedRowsWaitForTheNextRun() throws IOException {
    List<String> places =
        List.of(
            "crm_raw/files/data/20240306T010000.000Z",
            "crm_core/orders/data/20240306T010000.000Z",
            "crm_core/orders/_changes/20240306T010000.000Z",
            "crm_ops/checks/data/20240306T010000.000Z",
            "crm_ops/rejected_rows/data/20240306T010000.000Z");
    for (String place : places) {
      Files.createDirectories(warehouse.resolve(place));
      Files.writeString(warehouse.resolve(place).resolve("part-0.parquet"), "12345");
    }
    Files.writeString(warehouse.resolve("crm_core/orders/deletion_vector_killed.bin"), "12");

    List<CleanedTable> cleaned = clean(NIGHTS);

    assertThat(cleaned)
        .containsExactly(
            new CleanedTable("crm_raw.files", new Removed(1, 5)),
            new CleanedTable("crm_core.orders", new Removed(3, 12)),
            new CleanedTable("crm_ops.checks", new Removed(1, 5)));
    assertThat(places.stream().map(warehouse::resolve).filter(Files::exists))
        .containsExactly(warehouse.resolve(places.get(places.size() - 1)));
    assertThat(clean(NIGHTS)).isEmpty();
    delete(warehouse.resolve("crm_ops/rejected_rows/data/20240306T010000.000Z"));
  }

  /** The changes of five nights, and the orders as they were before them. */
  @Test
  @Order(4)
  void whatATableHasNotTakenInYetIsKeptForIt() {
    run(NIGHTS + 1, "field1");

    assertThat(
            nights.lines(
                "select status, keys_count from table_runs where table_name = 'crm_core.field_orders'"
                    + " and run_id = '"
                    + newest()
                    + "'"))
        .containsExactly("published 1");
    assertEqualsARebuild(NIGHTS + 1);
  }

  @Test
  @Order(5)
  void aTableIsComputedAnewWhenTheChangesSinceAreGone() throws IOException {
    run(NIGHTS + 2, "web");
    delete(warehouse.resolve("crm_core/orders/_changes"));

    run(NIGHTS + 3, "field2");

    assertThat(
            nights.value(
                "select reason from table_runs where table_name = 'crm_core.field_orders'"
                    + " order by run_id desc"))
        .isEqualTo("not known which rows of orders changed");
    assertEqualsARebuild(NIGHTS + 3);
  }

  @Test
  @Order(6)
  @Tag("soak")
  void filesAndLogAreBounded() throws IOException {
    int first = releases.size() + 1;
    for (int night = first; night < first + MANY; night++) {
      run(night, "field1");
    }
    Map<String, Long> then = sizes();
    for (int night = first + MANY; night < first + 3 * MANY; night++) {
      run(night, "field1");
    }

    assertThat(sum(sizes())).as("%s, before that %s", sizes(), then).isLessThan(2 * sum(then));
    assertThat(sizes().values()).allMatch(files -> files < 2 * MANY + 12);
    assertEqualsARebuild(first + 3 * MANY - 1);
  }

  private static long sum(Map<String, Long> sizes) {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private List<CleanedTable> clean(int night) {
    return new Retention(
            session,
            shop.catalogue(),
            nights.warehouse(),
            WebShop.RETENTION_DAYS,
            WebShop.after(night).instant())
        .clean();
  }

  private void assertEqualsARebuild(int night) {
    TestNight rebuilt = shop.nights("rebuilt after night " + night);
    shop.run(rebuilt, night);
    assertThat(shop.rows(nights.reader())).isEqualTo(shop.rows(rebuilt.reader()));
  }

  /** How many files each table has, apart from the rows of raw tables and of the journal. */
  private Map<String, Long> sizes() throws IOException {
    try (Stream<Path> found = Files.walk(warehouse)) {
      return found
          .filter(Files::isRegularFile)
          .map(file -> warehouse.relativize(file).toString())
          .filter(file -> !file.matches("crm_(raw|ops)/\\w+/data/.*|\\..*"))
          .collect(
              Collectors.groupingBy(
                  file -> file.replaceFirst("(\\w+/\\w+/(_delta_log|_changes|data)?).*", "$1"),
                  TreeMap::new,
                  Collectors.counting()));
    }
  }

  private static void delete(Path folder) throws IOException {
    FileUtils.deleteDirectory(folder.toFile());
  }

  private Path folder(Contract contract) {
    return warehouse.resolve(contract.layer().schema()).resolve(contract.name());
  }
}
