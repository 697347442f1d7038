package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.crmkpi.laws.SameTables;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.OtherProcess;
import org.crmkpi.testing.TestNight;
import org.crmkpi.testing.TestSpark;
import org.crmkpi.warehouse.Releases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of one night, each killed a little later than the one before and each the rerun of one that
 * was killed, until the last completes.
 */
@Tag("faults")
final class DriverKilledTest {
  private static final String FINISHED =
      "crm_(core|kpi)\\.\\w+ +(published|unchanged|no source|failed)";
  private static final int KILLED = 128 + 9;
  private static final int SHOWN = 50;

  private final TwoDays days = TwoDays.made();
  private final Map<String, String> old = kpis(days.firstNight());
  private final Map<String, String> now = kpis(days.twin());
  private final int tables = SameTables.versions(days.twin()).size();
  private final StringBuilder told = new StringBuilder();
  private TestNight night = days.firstNight();
  private int kills;

  @TempDir private Path folder;

  @Test
  void aRunKilledAnywhereIsCompletedByARerunAndReadersSeeWholeReleasesOnly() {
    night = days.first(warehouse());
    assertThat(old).hasSameSizeAs(now).isNotEqualTo(now);

    killAt("before crm_raw/demo_orders", old);
    killAt("after crm_raw/demo_orders", old);
    killAt("writing crm_core/customers", old);
    killAt("before crm_core/customers", old);
    killAt("after crm_core/customers", old);
    for (int step = 1; step <= tables; step++) {
      killAfter(step);
    }
    killAt("before crm_ops/releases", old);
    killAt("during crm_ops/releases", old);
    killAt("after crm_ops/releases", now);
    assertThat(sourcesOfTheRelease()).as("recorded after the release").isEmpty();
    complete();

    assertSameAsTwin();
    Commits commits = Commits.of(warehouse());
    commits.assertOneOfEachTableAndRun();
    FaultLog.saw(
        1,
        "driver killed %d times, each the rerun of a killed run: in the load, around commits, after each of %d tables, around the release; %d commits, %d of them told of"
            .formatted(kills, tables, commits.count(), commits.assertHold(told.toString())),
        "TWIN of all tables, rejected rows and files; HIST; KPIs as released before or after, at each kill");
  }

  private void assertSameAsTwin() {
    SameTables.assertSame(night, days.twin());
    assertThat(recorded(night)).isEqualTo(recorded(days.twin()));
    assertThat(sourcesOfTheRelease()).containsExactly("demo");
  }

  private List<String> sourcesOfTheRelease() {
    Releases releases = new Releases(TestSpark.session(), night.warehouse());
    return releases.sources(releases.newest().orElseThrow());
  }

  /** A run that says that it has come to a point and is killed there. */
  private void killAt(String point, Map<String, String> seen) {
    try (OtherProcess run = days.runThatHalts(warehouse(), point)) {
      run.hear(HaltPoint.announcement(point));
      kill(run);
    }
    assertThat(kpis(night)).as("what readers see, killed " + point).isEqualTo(seen);
  }

  /** A run that is killed when this many of its tables are finished. */
  private void killAfter(int step) {
    try (OtherProcess run = days.run(warehouse())) {
      for (int table = 0; table < step; table++) {
        run.hear(FINISHED);
      }
      kill(run);
    }
    assertThat(kpis(night)).as("what readers see, killed after table " + step).isEqualTo(old);
  }

  private void kill(OtherProcess run) {
    run.kill();
    assertThat(run.end()).isEqualTo(KILLED);
    told.append(run.output()).append('\n');
    kills++;
  }

  private void complete() {
    try (OtherProcess last = days.run(warehouse())) {
      assertThat(last.end()).isZero();
      told.append(last.output());
    }
  }

  private Path warehouse() {
    return folder.resolve("warehouse");
  }

  private static Map<String, String> kpis(TestNight night) {
    return SameTables.fingerprints(night, Layer.KPI);
  }

  /** What the operations tables say of data, whichever run says it. */
  private static List<String> recorded(TestNight night) {
    return Stream.of(
            "select table_name, file, row_number, row_key, reason from rejected_rows",
            "select feed, file, rows_read, rows_accepted, rows_rejected, rows_duplicate,"
                + " rows_superseded from file_ledger where status = 'loaded'",
            "select table_name, row_key, column_name, value_before, value_now from restatements"
                + " where release_id in (select release_id from releases)")
        .flatMap(sql -> counted(night, sql).stream())
        .toList();
  }

  /** Some of the rows and how many there are; so that a difference can be read. */
  private static List<String> counted(TestNight night, String sql) {
    List<String> rows = night.lines(sql + " order by all");
    List<String> shown = new ArrayList<>(rows.subList(0, Math.min(SHOWN, rows.size())));
    shown.add(rows.size() + " rows, hash " + rows.hashCode());
    return shown;
  }
}
