package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crmkpi.cli.Main;
import org.crmkpi.laws.SameTables;
import org.crmkpi.source.Delivered;
import org.crmkpi.source.RandomNights;
import org.crmkpi.testing.CommandLine;
import org.crmkpi.testing.CommandLine.Ended;
import org.crmkpi.testing.OtherProcess;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many nights in a row, in most of which something goes wrong and is run again, beside the same
 * nights without a fault. A day passes from night to night, and releases stay for three: files and
 * log do not grow with the nights. The build takes the same few nights each time, so that it fails
 * for what was changed; the many are others each time. {@code -Dcrm.seed=N} repeats a history.
 */
final class SoakTest {
  private static final int NIGHTS = 30;
  private static final int SHORT = 4;
  private static final long USUAL_SEED = 728;
  private static final List<String> ENTITIES = List.of("orders", "order_lines", "customers");
  private static final int LAST_SEED = 1_000_000;

  @TempDir private Path folder;

  private final List<Long> files = new ArrayList<>();
  private Random random = new Random();
  private final Map<Fault, Integer> seen = new TreeMap<>();
  private int runs;
  private CommandLine commandLine;
  private Delivered shop;

  private enum Fault {
    KILLED,
    FULL_RERUN,
    FILES_WRITTEN_AGAIN,
    PAST_DAY,
    NONE
  }

  @Test
  @Tag("faults")
  void aFewNightsWithRandomFaultsEqualCleanOnes() throws IOException {
    nightsEqualCleanOnes(SHORT, USUAL_SEED);
  }

  @Test
  @Tag("soak")
  void thirtyNightsWithRandomFaultsEqualCleanOnes() throws IOException {
    nightsEqualCleanOnes(NIGHTS, random.nextInt(LAST_SEED));
  }

  private void nightsEqualCleanOnes(int nights, long usualSeed) throws IOException {
    long seed = Long.getLong("crm.seed", usualSeed);
    random = new Random(seed);
    System.out.printf("random faults of -Dcrm.seed=%d%n", seed);
    Path home = folder.resolve("home");
    commandLine = CommandLine.in(home);
    Path crm = home.resolve("conf/crm.conf");
    String usual = Files.readString(crm);
    Files.writeString(
        crm,
        usual
            .replace("limit = 0.05", "limit = 1")
            .replace("few_rows = 200000", "few_rows = 1")
            .replace("days = 30", "days = 3"));
    shop = new Delivered(home);
    RandomNights deliveries = new RandomNights(shop, seed, ENTITIES);
    for (int day = 1; day <= nights; day++) {
      deliveries.deliver(day);
      endsWell(run("clean", day));
      faulty(day, day == 2 ? Fault.KILLED : any());
      files.add(files());
    }

    SameTables.assertSame(night("faulty"), night("clean"));
    assertThat(seen.get(Fault.KILLED)).as("runs that were killed").isPositive();
    String sizes = bounded();
    FaultLog.saw(
        28,
        "%d nights of seed %d with %s".formatted(nights, seed, seen),
        "all tables equal those of %d clean nights; %s".formatted(nights, sizes));
  }

  private TestNight night(String warehouse) {
    return new TestNight(folder.resolve(warehouse), Shop.catalogue());
  }

  private Fault any() {
    return Fault.values()[random.nextInt(Fault.values().length)];
  }

  private void faulty(int day, Fault fault) {
    seen.merge(fault, 1, Integer::sum);
    switch (fault) {
      case KILLED -> kill(day);
      case FILES_WRITTEN_AGAIN -> writeAgain();
      case FULL_RERUN -> {
        endsWell(run("faulty", day));
        endsWell(run("faulty", day, "--full"));
      }
      case PAST_DAY -> {
        endsWell(run("faulty", day));
        endsWell(run("faulty", 1 + random.nextInt(day)));
      }
      case NONE -> {}
    }
    endsWell(run("faulty", day));
  }

  /** Ends the process of a run after some of its tables. */
  private void kill(int day) {
    int tables = 1 + random.nextInt(10);
    List<String> arguments = new ArrayList<>(List.of(folder.resolve("home").toString()));
    arguments.add(String.valueOf(day));
    arguments.addAll(arguments("faulty", day));
    runs++;
    try (OtherProcess run = OtherProcess.java(LaterRun.class, arguments.toArray(String[]::new))) {
      for (int i = 0; i < tables; i++) {
        run.hear("crm_(core|kpi)\\.");
      }
      run.kill();
      assertThat(run.end()).isEqualTo(128 + 9);
      assertThat(run.output()).doesNotContain("Released");
    }
  }

  /** The same bytes, in another order of time. */
  private void writeAgain() {
    try (Stream<Path> found = Files.walk(shop.files())) {
      List<Path> files =
          found.filter(Files::isRegularFile).collect(Collectors.toCollection(ArrayList::new));
      Collections.shuffle(files, random);
      for (Path file : files) {
        Files.write(file, Files.readAllBytes(file));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The command line in a process of its own, some days from now. */
  static final class LaterRun {
    private LaterRun() {}

    /** The project folder, how many days from now it is, and the arguments of the command. */
    public static void main(String[] arguments) {
      System.setProperty("crm.home", arguments[0]);
      System.exit(
          Main.execute(
              in(Integer.parseInt(arguments[1])),
              Arrays.copyOfRange(arguments, 2, arguments.length)));
    }
  }

  private static Clock in(int days) {
    return Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
  }

  private Ended run(String warehouse, int day, String... more) {
    if (warehouse.equals("faulty")) {
      runs++;
    }
    return commandLine.crmKpi(
        in(files.size() + 1),
        Stream.concat(arguments(warehouse, day).stream(), Stream.of(more)).toArray(String[]::new));
  }

  private List<String> arguments(String warehouse, int day) {
    return List.of(
        "run",
        "--source",
        "shop=" + shop.files(),
        "--as-of",
        LocalDate.of(2024, 3, day).toString(),
        "--warehouse",
        folder.resolve(warehouse).toString());
  }

  private static void endsWell(Ended ended) {
    assertThat(ended.exitCode()).as(ended.err()).isZero();
  }

  /** No table has more commits than there were runs, and the files are not many times more. */
  private String bounded() throws IOException {
    long most = 0;
    for (Map.Entry<Path, Long> table : commits("faulty").entrySet()) {
      assertThat(table.getValue())
          .as("commits of %s in %d runs", table.getKey(), runs)
          .isLessThanOrEqualTo((long) runs);
      most = Math.max(most, table.getValue());
    }
    long clean = bytes("clean");
    long faulty = bytes("faulty");
    assertThat(faulty).as("bytes").isLessThan(4 * clean);
    if (files.size() > SHORT) {
      assertThat(files.get(files.size() - 1))
          .as("files after each night: %s", files)
          .isLessThan(3 * files.get(files.size() / 2) / 2);
    }
    return "at most %d commits a table in %d runs, %.1f times the bytes, files by night %s"
        .formatted(most, runs, 1.0 * faulty / clean, files);
  }

  /** All files of the log, and those of core and KPIs; what came and what was done is kept. */
  private long files() throws IOException {
    try (Stream<Path> found = Files.walk(folder.resolve("faulty"))) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*/(_delta_log|crm_core|crm_kpi)/.*"))
          .count();
    }
  }

  /** Commits of the tables of core and KPIs; crm_ops tells of every run. */
  private Map<Path, Long> commits(String warehouse) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(warehouse))) {
      return files
          .filter(file -> file.toString().matches(".*/crm_(core|kpi)/.*/\\d+\\.json"))
          .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    }
  }

  private long bytes(String warehouse) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(warehouse))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
