package org.crmkpi.laws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.SharedFolder;
import org.crmkpi.testing.TestNight;

/**
 * What a fictional company delivered up to two nights that it never had, and one night over all of
 * it. That one runs on plain Spark, so that whoever compares his nights with it also compares
 * native execution with plain Spark. Made once for all tests of a build.
 */
public final class DemoHistory {
  /** Tells the company and its nights from others. */
  static final long SEED = 7;

  private static final DemoSettings COMPANY = DemoSettings.of(400).withSeed(SEED);

  /** The day of the first of the two nights. */
  static final LocalDate FIRST_RANDOM_NIGHT = DemoCrm.lastNight(COMPANY).plusDays(1);

  /** The day of the second, and of the night over everything. */
  public static final LocalDate LAST_NIGHT = DemoCrm.lastNight(COMPANY).plusDays(3);

  private final Path files;
  private final TestNight rebuilt;

  private DemoHistory(Path folder) {
    this.files = folder.resolve("files");
    this.rebuilt =
        new TestNight(
            folder.resolve("rebuilt"),
            Project.home().resolve("conf/sources"),
            usual -> TestNight.onPlainSpark(TestNight.followed(1).apply(usual)),
            Project.narrowed());
  }

  private static void fill(Path folder) {
    DemoHistory history = new DemoHistory(folder);
    DemoCrm.write(history.files, COMPANY);
    try {
      RandomNights random = new RandomNights(history.files, SEED);
      random.add(FIRST_RANDOM_NIGHT);
      random.add(LAST_NIGHT);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    history.rebuilt.run(LAST_NIGHT, Map.of("demo", history.files));
  }

  /** The one of this build; the first call makes it. */
  public static DemoHistory made() {
    return Made.ONCE;
  }

  /** The deliveries. */
  Path files() {
    return files;
  }

  /** The warehouse that one night filled from all of them. */
  public TestNight rebuilt() {
    return rebuilt;
  }

  private static final class Made {
    private static final DemoHistory ONCE =
        new DemoHistory(SharedFolder.filled("history", DemoHistory::fill));
  }
}
