package org.crmkpi.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileUtil;
import org.crmkpi.cli.Main;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.laws.RandomNights;
import org.crmkpi.testing.Folders;
import org.crmkpi.testing.OtherProcess;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestNight;

/**
 * Deliveries of two days to the shop, a warehouse that has released the first and its twin that
 * went through both without a fault. Made once for all tests of a JVM.
 */
final class TwoDays {
  private static final DemoSettings COMPANY = DemoSettings.of(500).withNights(0);
  private static final LocalDate FIRST = DemoCrm.lastNight(COMPANY);
  private static final LocalDate SECOND = FIRST.plusDays(1);

  /** A run logs as in production. */
  private static final List<String> OPTIONS =
      List.of("-Dlog4j2.configurationFile=classpath:log4j2.properties");

  /** As a run in a process of its own has it: so few rows are computed anew. */
  private static final int FEW_ROWS = 200_000;

  private final Path files;
  private final Path scratch;
  private final Path first;
  private final TestNight twin;

  private TwoDays(Path folder) throws IOException {
    this.files = folder.resolve("files");
    this.first = folder.resolve("first");
    this.scratch = Files.createDirectories(folder.resolve("scratch"));
    Path both = folder.resolve("both");
    DemoCrm.write(files, COMPANY);
    night(first, FEW_ROWS).run(FIRST, Map.of("demo", files));
    Folders.copy(first, both);
    new RandomNights(files, 7).add(SECOND);
    this.twin = night(both, FEW_ROWS);
    twin.run(SECOND, Map.of("demo", files));
  }

  private static TestNight night(Path warehouse, int fewRows) {
    return new TestNight(
        warehouse,
        Shop.home().resolve("conf/sources"),
        TestNight.followed(fewRows),
        Shop.catalogue());
  }

  static TwoDays made() {
    return Made.ONCE;
  }

  /** A run of the second day, in a process of its own. */
  OtherProcess run(Path warehouse, String... systemProperties) {
    return runOn("local[2]", warehouse, systemProperties);
  }

  /** The same, halting at a point. */
  OtherProcess runThatHalts(Path warehouse, String point) {
    return run(
        warehouse,
        HaltPoint.POINTS + "=" + point,
        HaltingLogStore.SETTING + "=" + HaltingLogStore.class.getName(),
        HaltingFileSystem.SETTING + "=" + HaltingFileSystem.class.getName());
  }

  /** The same on another master. */
  OtherProcess runOn(String master, Path warehouse, String... systemProperties) {
    return run(SECOND, master, warehouse, systemProperties);
  }

  /** A run of the first day, in a process of its own. */
  OtherProcess runOfFirstDay(Path warehouse) {
    return run(FIRST, "local[2]", warehouse);
  }

  private OtherProcess run(
      LocalDate asOf, String master, Path warehouse, String... systemProperties) {
    List<String> options = new ArrayList<>(OPTIONS);
    options.add("\"-Djava.io.tmpdir=" + scratch + "\"");
    for (String property : systemProperties) {
      options.add("\"-D" + property + "\"");
    }
    return OtherProcess.java(
        Map.of("JDK_JAVA_OPTIONS", String.join(" ", options)),
        Main.class,
        "run",
        "--source=demo=" + files,
        "--as-of=" + asOf,
        "--warehouse=" + warehouse,
        "--master=" + master);
  }

  /** Makes a warehouse that has released the first day. */
  TestNight first(Path warehouse) {
    Folders.copy(first, warehouse);
    return night(warehouse, 1);
  }

  /** The warehouse that has released the first day only. */
  TestNight firstNight() {
    return night(first, FEW_ROWS);
  }

  /** The warehouse that went through both days without a fault. */
  TestNight twin() {
    return twin;
  }

  private static final class Made {
    private static final TwoDays ONCE = make();

    private static TwoDays make() {
      try {
        Path folder = Files.createTempDirectory("crm-kpi-faults");
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> FileUtil.fullyDelete(folder.toFile())));
        return new TwoDays(folder);
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
    }
  }
}
