package org.crmkpi.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.apache.commons.io.FileUtils;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.table.Contract;
import org.crmkpi.testing.Folders;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;

/**
 * A random night after those of the history, three tables side by side, on a machine in another
 * zone: every entity is what its whole history gives, and every other table what its query gives
 * over all rows, however they are spread. The build takes the same night each time, so that it
 * fails for what was changed; {@code -Dcrm.seed=new} takes another, and {@code -Dcrm.seed=N}
 * repeats one.
 */
@Tag("faults")
class RandomLawsTest {
  private static final double REJECTED_SHARE_LIMIT = 0.5;
  private static final int PARALLEL_TABLES = 3;
  private static final int MANY_PARTITIONS = 5;
  private static final String FAR_EAST = "Pacific/Kiritimati";
  private static final LocalDate LAST = DemoHistory.LAST_NIGHT.plusDays(2);
  private static final long USUAL_SEED = 4711;
  private static final long LAST_SEED = 999_999;

  @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void aNightOverRandomChangesEqualsARebuildWithAnyPartitions(@ForAll("seeds") long seed)
      throws IOException {
    System.out.printf("random nights of -Dcrm.seed=%d%n", seed);
    Path folder = Files.createTempDirectory("laws");
    try {
      DemoHistory history = DemoHistory.made();
      Path files = folder.resolve("files");
      Folders.copy(history.files(), files);
      deliver(files, seed);
      Folders.copy(Path.of(history.rebuilt().warehouse().root()), folder.resolve("warehouse"));
      TestNight night = night(folder.resolve("warehouse"), Project.catalogue());

      inZone(FAR_EAST, () -> night.run(LAST, Map.of("demo", files)));

      assertThat(computedByKeys(night)).as("tables that followed keys").hasSizeGreaterThan(10);
      TestNight entities = night(folder.resolve("entities"), Project.catalogue(entities()));
      entities.run(LAST, Map.of("demo", files));
      SameTables.assertSame(night, entities);
      assertThat(SameTables.fingerprints(night))
          .containsAllEntriesOf(new ComputedAgain(night, LAST).withPartitions(MANY_PARTITIONS));
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  /** Two deliveries that the company never wrote, with their rows in any order. */
  private static void deliver(Path files, long seed) throws IOException {
    RandomNights random = new RandomNights(files, seed);
    for (LocalDate day : List.of(DemoHistory.LAST_NIGHT.plusDays(1), LAST)) {
      random.add(day);
      Deliveries.shuffle(files.resolve(day.toString()), files, seed);
    }
  }

  private static List<String> computedByKeys(TestNight night) {
    return night.lines(
        "select table_name from table_runs where keys_count > 0"
            + " and run_id = (select max(run_id) from table_runs)");
  }

  private static String[] entities() {
    return Project.catalogue().contracts().stream()
        .filter(Contract::isEntity)
        .map(Contract::name)
        .toArray(String[]::new);
  }

  private static TestNight night(Path warehouse, Catalogue catalogue) {
    return new TestNight(
        warehouse,
        Project.home().resolve("conf/sources"),
        usual -> TestNight.changed(usual, PARALLEL_TABLES, 1, REJECTED_SHARE_LIMIT),
        catalogue);
  }

  /** As on a machine of another zone, where a day begins at another time. */
  private static void inZone(String zone, Runnable work) {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      work.run();
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Provide
  Arbitrary<Long> seeds() {
    String asked = System.getProperty("crm.seed", "");
    if (asked.equals("new")) {
      return Arbitraries.just(new Random().nextLong(LAST_SEED));
    }
    return Arbitraries.just(asked.isEmpty() ? USUAL_SEED : Long.parseLong(asked));
  }
}
