package org.crmkpi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process of its own, watched from outside: what it uses is not mixed with anything else. */
final class Child {
  private static final int EVERY_MILLIS = 50;
  private static final Pattern PEAK_KB = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final Pattern HEAP_BEFORE = Pattern.compile(" (\\d+)M->\\d+M\\(");

  private final Process process;
  private Duration cpu = Duration.ZERO;
  private long peakMemory;

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Runs a command to its end; fails when the command does.
   *
   * @param log takes what the command prints
   * @param gcLog where a JVM with {@code -Xlog:gc} writes; need not exist
   */
  static Usage run(List<String> command, Map<String, String> environment, Path log, Path gcLog) {
    try {
      Files.createDirectories(log.getParent());
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(log.toFile()).environment().putAll(environment);
      long startedAt = System.nanoTime();
      Child child = new Child(builder.start());
      int code = child.watch();
      double wall = (System.nanoTime() - startedAt) / 1e9;
      if (code != 0) {
        throw new IllegalStateException(
            "%s ended with exit code %d; see %s".formatted(command, code, log));
      }
      return new Usage(wall, child.cpu.toMillis() / 1e3, child.peakMemory, peakHeap(gcLog));
    } catch (IOException unstartable) {
      throw new UncheckedIOException(unstartable);
    }
  }

  private int watch() {
    try {
      while (!process.waitFor(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        cpu = process.info().totalCpuDuration().filter(now -> now.compareTo(cpu) > 0).orElse(cpu);
        peakMemory = Math.max(peakMemory, residentPeak());
      }
      return process.exitValue();
    } catch (InterruptedException stopped) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private long residentPeak() {
    try {
      String status = Files.readString(Path.of("/proc", "" + process.pid(), "status"));
      Matcher peak = PEAK_KB.matcher(status);
      return peak.find() ? Long.parseLong(peak.group(1)) * 1024 : 0;
    } catch (IOException goneOrElsewhere) {
      return 0;
    }
  }

  private static long peakHeap(Path gcLog) throws IOException {
    if (!Files.exists(gcLog)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(gcLog)) {
      return lines
          .map(HEAP_BEFORE::matcher)
          .filter(Matcher::find)
          .mapToLong(found -> Long.parseLong(found.group(1)) << 20)
          .max()
          .orElse(0);
    }
  }
}
