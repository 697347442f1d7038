package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.crmkpi.laws.SameTables;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.OtherProcess;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of one night on a cluster of two workers whose machines die under them. */
@Tag("faults")
final class ClusterTest {
  private static final int OUTSIDE = 4;
  private static final String ENTITY = "writing crm_core/customers";
  private static final String FIRST = "writing crm_core/order_values";
  private static final String SECOND = "writing crm_core/customer_lifetime";

  private final TwoDays days = TwoDays.made();
  private TestNight night = days.firstNight();

  @TempDir private Path folder;

  @Test
  void aRunWhoseWorkersAreKilledGoesOnWithTheOthersAndOneWithoutExecutorsEndsWithFour()
      throws IOException, InterruptedException {
    night = days.first(warehouse());
    try (Cluster cluster = Cluster.start(folder.resolve("spark"))) {
      cluster.addWorker();
      cluster.addWorker();
      endsWithFourWhenNoExecutorStartsAnyMore(cluster);
      cluster.mend();
      int code = endsAfterTheLossOfWhatTheRunKeptInMemory(cluster);
      cluster.addWorker();
      finishesThoughAllWorkersAreKilledOneAfterTheOther(cluster);

      SameTables.assertSame(night, days.twin());
      assertKeys();
      Commits.of(warehouse()).assertOneOfEachTableAndRun();
      FaultLog.saw(
          3,
          "no executor starts any more: exit 4 and %s; a worker of two killed while customers is written: exit %d and %s; rerun with one of two killed while order_values is written, then all while customer_lifetime is, one started: exit 0 and %s"
              .formatted(events("failing"), code, events("entity"), events("rerun")),
          "TWIN of all tables, KEYS, HIST, exit codes");
    }
  }

  private void endsWithFourWhenNoExecutorStartsAnyMore(Cluster cluster)
      throws IOException, InterruptedException {
    Map<String, String> old = SameTables.fingerprints(night, Layer.KPI);
    try (OtherProcess run = run(cluster, "failing", ENTITY)) {
      executorAt("failing", ENTITY, run);
      cluster.killExecutorsForGood();

      assertThat(run.end()).isEqualTo(OUTSIDE);
      assertClean(run);
    }
    assertLost("failing", 2);
    assertThat(SameTables.fingerprints(night, Layer.KPI)).isEqualTo(old);
  }

  /** Changed entities keep rows on executors, which makes them quick and no more than that. */
  private int endsAfterTheLossOfWhatTheRunKeptInMemory(Cluster cluster)
      throws IOException, InterruptedException {
    try (OtherProcess run = run(cluster, "entity", ENTITY)) {
      cluster.killWorkerOf(executorAt("entity", ENTITY, run));

      int code = run.end();
      assertThat(code).isIn(0, OUTSIDE);
      assertClean(run);
      assertLost("entity", 1);
      return code;
    }
  }

  private void finishesThoughAllWorkersAreKilledOneAfterTheOther(Cluster cluster)
      throws IOException, InterruptedException {
    try (OtherProcess run = run(cluster, "rerun", FIRST + "," + SECOND)) {
      cluster.killWorkerOf(executorAt("rerun", FIRST, run));
      executorAt("rerun", SECOND, run);
      cluster.killWorkers();
      cluster.addWorker();

      int code = run.end();
      assertThat(code).as(run.output()).isZero();
    }
    assertLost("rerun", 2);
  }

  private static void assertClean(OtherProcess run) {
    String output = run.output();
    assertThat(output).doesNotContain("a defect of crm-kpi", "\tat ");
    assertThat(output).containsAnyOf("Next: ", "Released");
  }

  private void assertLost(String run, int executors) {
    Map<String, Long> lost = events(run);
    assertThat(lost.get("executors removed")).isGreaterThanOrEqualTo(executors);
    assertThat(lost.get("tasks lost") + lost.get("fetches failed")).isPositive();
  }

  private Map<String, Long> events(String run) {
    return Events.of(folder.resolve("events-" + run));
  }

  private OtherProcess run(Cluster cluster, String name, String points) throws IOException {
    Path events = Files.createDirectories(folder.resolve("events-" + name));
    Path halts = Files.createDirectories(folder.resolve("halts-" + name));
    List<String> properties = new ArrayList<>(cluster.properties());
    properties.addAll(
        List.of(
            "spark.eventLog.enabled=true",
            "spark.eventLog.rolling.enabled=false",
            "spark.eventLog.compress=false",
            "spark.eventLog.dir=" + events.toUri(),
            HaltingFileSystem.SETTING + "=" + HaltingFileSystem.class.getName(),
            "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 "
                + "-XX:ReservedCodeCacheSize=240m -D%s='%s' -D%s=%s"
                    .formatted(HaltPoint.POINTS, points, HaltPoint.FOLDER, halts)));
    return days.runOn(cluster.url(), warehouse(), properties.toArray(String[]::new));
  }

  /** Waits until an executor halts in the middle of a shuffle; its process id. */
  private long executorAt(String run, String point, OtherProcess driver)
      throws IOException, InterruptedException {
    Path halts = folder.resolve("halts-" + run);
    Path file = HaltPoint.file(halts, point);
    try (var watch = halts.getFileSystem().newWatchService()) {
      halts.register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
      while (Files.notExists(file)) {
        assertThat(driver.isAlive() ? "" : driver.output())
            .as("what the run said that ended before it was " + point)
            .isEmpty();
        var key = watch.poll(10, TimeUnit.SECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
      return Long.parseLong(Files.readString(file));
    }
  }

  /** Every grain is there once and nowhere null. */
  private void assertKeys() {
    List<String> broken = new ArrayList<>();
    Stream<Contract> tables = Shop.catalogue().contracts().stream();
    tables
        .filter(contract -> contract.isEntity() || contract.isDerived())
        .filter(contract -> !contract.grain().isEmpty())
        .filter(contract -> isBroken(contract))
        .forEach(contract -> broken.add(contract.name()));
    assertThat(broken).as("tables with duplicate or null grain").isEmpty();
  }

  private boolean isBroken(Contract contract) {
    return night
        .value(
            "select count(*) <> count(distinct %s) from %s"
                .formatted(String.join(", ", contract.grain()), contract.name()))
        .equals("true");
  }

  private Path warehouse() {
    return folder.resolve("warehouse");
  }
}
