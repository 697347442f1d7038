package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.crmkpi.laws.SameTables;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.OtherProcess;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of one night on disks that are read-only or run full under them, each the rerun of the one
 * before, until the last has room.
 */
@Tag("faults")
final class FullDiskTest {
  private static final int OUTSIDE = 4;
  private static final String FULL = "No space left on device";
  private static final String PUBLISHED = "crm_(core|kpi)\\.\\w+ +published";

  private final TwoDays days = TwoDays.made();
  private final Map<String, String> old = kpis(days.firstNight());
  private TestNight night = days.firstNight();
  private SmallDisk tables;
  private SmallDisk local;

  @TempDir private Path folder;

  @Test
  void aRunWithoutRoomEndsWithFourAndNamesThePlaceAndARerunWithRoomCompletes() {
    try (SmallDisk first = SmallDisk.mounted(folder.resolve("tables"));
        SmallDisk second = SmallDisk.mounted(folder.resolve("local"))) {
      tables = first;
      local = second;
      night = days.first(warehouse());
      onAReadOnlyDisk();
      filledInMidRun(tables);
      filledInMidRun(local);
      filledBefore("crm_kpi/monthly_sales");
      filledBefore("crm_ops/releases");
      try (OtherProcess last = run()) {
        assertThat(last.end()).isZero();
      }

      SameTables.assertSame(night, days.twin());
      Commits commits = Commits.of(warehouse());
      commits.assertOneOfEachTableAndRun();
      FaultLog.saw(
          4,
          "tables read-only; their disk full in mid-run, at the commit of monthly_sales and at the release; Spark's local disk full in mid-run: exit 4 five times, each naming the place; %d commits after a run with room"
              .formatted(commits.count()),
          "TWIN of all tables, HIST, KPIs as released before after each failure");
    }
  }

  private void onAReadOnlyDisk() {
    tables.readOnly();
    try (OtherProcess run = run()) {
      assertFailed(run, "Read-only file system", warehouse());
    }
    tables.writable();
  }

  private void filledInMidRun(SmallDisk disk) {
    try (OtherProcess run = run()) {
      for (int table = 0; table < 3; table++) {
        run.hear(PUBLISHED);
      }
      disk.fill();
      assertFailed(run, FULL, disk.folder());
    }
    disk.free();
  }

  /** The disk has room for the files of the table and none for its commit. */
  private void filledBefore(String table) {
    String point = "before " + table;
    try (OtherProcess run = days.runThatHalts(warehouse(), point)) {
      run.hear(HaltPoint.announcement(point));
      Commits before = Commits.of(warehouse());
      tables.fill();
      run.say("go on");
      assertFailed(run, FULL, warehouse().resolve(table));
      assertThat(Commits.of(warehouse()).newest(table)).isEqualTo(before.newest(table));
    }
    tables.free();
  }

  private void assertFailed(OtherProcess run, String why, Path where) {
    int code = run.end();
    String output = run.output();
    assertThat(code).as(output).isEqualTo(OUTSIDE);
    assertThat(output).contains(why, where.toString(), "Next: ").doesNotContain("\tat ");
    assertThat(kpis(night)).as("what readers see after " + output).isEqualTo(old);
  }

  private OtherProcess run() {
    return days.run(warehouse(), "spark.local.dir=" + local.folder());
  }

  private Path warehouse() {
    return tables.folder().resolve("warehouse");
  }

  private static Map<String, String> kpis(TestNight night) {
    return SameTables.fingerprints(night, Layer.KPI);
  }
}
