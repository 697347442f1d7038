package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.crmkpi.laws.SameTables;
import org.crmkpi.testing.OtherProcess;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the same day and of another at once, until the one that has the lock is killed. */
@Tag("faults")
final class TwoRunsTest {
  private static final int LOCKED = 6;

  private final TwoDays days = TwoDays.made();

  @TempDir private Path folder;

  @Test
  void ofRunsAtOnceOneWinsWhateverTheirDaysAndItsLockEndsWithIt() {
    Path warehouse = folder.resolve("warehouse");
    TestNight night = days.first(warehouse);
    String point = "before crm_core/customers";
    try (OtherProcess holder = days.runThatHalts(warehouse, point)) {
      holder.hear(HaltPoint.announcement(point));
      Set<String> writers = Commits.of(warehouse).runs();
      try (OtherProcess sameDay = days.run(warehouse);
          OtherProcess otherDay = days.runOfFirstDay(warehouse)) {
        assertRefused(sameDay);
        assertRefused(otherDay);
      }
      assertThat(Commits.of(warehouse).runs()).as("runs that wrote").isEqualTo(writers);
      holder.kill();
    }
    try (OtherProcess next = days.run(warehouse)) {
      assertThat(next.end()).isZero();
      assertThat(next.output()).contains("Released");
    }

    SameTables.assertSame(night, days.twin());
    Commits.of(warehouse).assertOneOfEachTableAndRun();
    FaultLog.saw(
        5,
        "a run in the middle of its first table; one of the same day and one of the day before beside it: exit 6 both; the first killed: the next released",
        "TWIN of all tables, HIST, exit codes");
  }

  private static void assertRefused(OtherProcess run) {
    assertThat(run.end()).isEqualTo(LOCKED);
    assertThat(run.output()).contains("another run is writing to this warehouse");
  }
}
