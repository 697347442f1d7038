package org.crmkpi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one table cost. Processes hand these to each other as lines of a file.
 *
 * @param run what computed it: an engine, or the id of a run
 * @param cpuSeconds processor time of all threads of the process meanwhile; 0 where not measured
 */
record Timing(String run, String table, double wallSeconds, double cpuSeconds) {
  /** Does the work and says what it cost. */
  static Timing of(String run, String table, Runnable work) {
    long wall = System.nanoTime();
    long cpu = processNanos();
    work.run();
    return new Timing(run, table, (System.nanoTime() - wall) / 1e9, (processNanos() - cpu) / 1e9);
  }

  static void write(Path file, List<Timing> timings) {
    List<String> lines =
        timings.stream()
            .map(t -> String.join("\t", t.run, t.table, "" + t.wallSeconds, "" + t.cpuSeconds))
            .toList();
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  static List<Timing> read(Path file) {
    try {
      return Files.readAllLines(file).stream().map(Timing::parse).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Timing parse(String line) {
    List<String> cells = List.of(line.split("\t", -1));
    return new Timing(
        cells.get(0),
        cells.get(1),
        Double.parseDouble(cells.get(2)),
        Double.parseDouble(cells.get(3)));
  }

  private static long processNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
