package org.crmkpi.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.cli.Main;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.LockSettings;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.faults.FaultLog;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.OtherProcess;
import org.crmkpi.testing.PostgresServer;
import org.crmkpi.testing.TestSpark;
import org.crmkpi.warehouse.Warehouse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of the command line: told to end, frozen, outrun. */
@Tag("faults")
final class RunsTest {
  private static final String PUBLISHED = "crm_core\\.\\w+ +published";
  private static final DemoSettings COMPANY = DemoSettings.of(500).withNights(0);
  private static final int TABLES = 4;
  private static final int PARALLEL_TABLES = 2;
  private static final long SECONDS_TO_END = 20;

  @TempDir private static Path files;
  @TempDir private Path warehouse;

  @BeforeAll
  static void deliver() {
    DemoCrm.write(files, COMPANY);
  }

  @Test
  void aRunThatIsToldToEndDoesSoInSecondsAndPublishesNothing() throws IOException {
    Set<String> before;
    double seconds;
    try (OtherProcess run = OtherProcess.java(Main.class, night())) {
      severalTables(run);
      before = commits();
      long toldAt = System.nanoTime();
      run.terminate();

      assertThat(run.end()).isEqualTo(128 + 15);
      seconds = (System.nanoTime() - toldAt) / 1e9;
      assertThat(seconds).isLessThan(SECONDS_TO_END);
      assertThat(run.output()).doesNotContain("a defect of crm-kpi");
    }
    int late = commits().size() - before.size();
    assertThat(late).isBetween(0, PARALLEL_TABLES);
    assertNothingWasReleased();
    WarehouseLock.of(new LockSettings.InFile(), warehouse.toString())
        .holding(() -> 0, Fence::number);

    try (OtherProcess rerun = OtherProcess.java(Main.class, night())) {
      assertThat(rerun.end()).isZero();
      assertThat(rerun.output()).contains("Released");
    }
    FaultLog.saw(
        2,
        "SIGTERM after %d tables: exit 143 in %.1f s, %d commits later, no release, lock free; the rerun released"
            .formatted(TABLES, seconds, late),
        "commits counted, exit code");
  }

  @Test
  void aRunThatIsFrozenAndOutrunEndsWithSixAndCommitsNothingMore() throws IOException {
    try (PostgresServer server = PostgresServer.start();
        OtherProcess frozen = shared(server)) {
      severalTables(frozen);
      frozen.freeze();
      try (OtherProcess loser = shared(server)) {
        assertThat(loser.end()).isEqualTo(6);
        assertThat(loser.output()).contains("another run is writing to this warehouse");
      }
      assertThat(server.endLockingSessions()).as("sessions that were ended").isEqualTo(1);
      try (OtherProcess successor = shared(server)) {
        assertThat(successor.end()).isZero();
        assertThat(successor.output()).contains("Released");
      }
      Set<String> before = commits();
      frozen.wake();

      assertThat(frozen.end()).isEqualTo(6);
      assertThat(frozen.output()).contains("the lock of this run is lost");
      assertThat(commits()).isEqualTo(before);
    }
    FaultLog.saw(
        5,
        "holder frozen; a run beside it: exit 6; its session ended, outrun by a successor, woken: exit 6, no commit",
        "HIST, exit codes");
  }

  private OtherProcess shared(PostgresServer server) {
    Map<String, String> environment =
        Map.of(
            "CRM_LOCK_KIND", "database",
            "CRM_LOCK_URL", server.lock().url(),
            "CRM_LOCK_USER", server.lock().user(),
            "CRM_LOCK_PASSWORD", server.lock().password());
    return OtherProcess.java(environment, Main.class, night("--env", "production"));
  }

  private String[] night(String... more) {
    Stream<String> always =
        Stream.of(
            "run",
            "--source=demo=" + files,
            "--as-of=" + DemoCrm.lastNight(COMPANY),
            "--warehouse=" + warehouse);
    return Stream.concat(always, Stream.of(more)).toArray(String[]::new);
  }

  private static void severalTables(OtherProcess run) {
    for (int i = 0; i < TABLES; i++) {
      run.hear(PUBLISHED);
    }
  }

  private void assertNothingWasReleased() {
    SparkSession session = TestSpark.session().newSession();
    Warehouse read = Warehouse.of(session, warehouse.toString());
    ReleaseQuery query = new ReleaseQuery(session, read, Optional.empty());

    assertThat(read.table(Layer.OPS, "releases").newest().orElseThrow().rowCount()).isZero();
    assertThat(read.table(Layer.OPS, "runs").newest()).isEmpty();
    assertThatThrownBy(() -> query.rows("select * from customers"))
        .isInstanceOf(CrmFailure.class)
        .hasMessageContaining("there is no release in " + warehouse);
  }

  /** All files of all logs. */
  private Set<String> commits() throws IOException {
    try (Stream<Path> files = Files.walk(warehouse)) {
      Set<String> commits = new TreeSet<>();
      files
          .map(Path::toString)
          .filter(name -> name.matches(".*/_delta_log/\\d+\\.json"))
          .forEach(commits::add);
      return commits;
    }
  }
}
