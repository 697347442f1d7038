package org.crmkpi.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the event log of a Spark application says of machines that it lost. */
final class Events {
  private static final Map<String, String> LOSSES =
      Map.of(
          "executors removed", "{\"Event\":\"SparkListenerExecutorRemoved\"",
          "tasks lost", "\"Reason\":\"ExecutorLostFailure\"",
          "tasks resubmitted", "\"Reason\":\"Resubmitted\"",
          "fetches failed", "\"Reason\":\"FetchFailed\"");

  private Events() {}

  /** How often each loss was noted in the logs of a folder. */
  static Map<String, Long> of(Path folder) {
    Map<String, Long> losses = new TreeMap<>();
    LOSSES.keySet().forEach(loss -> losses.put(loss, 0L));
    try (Stream<Path> logs = Files.list(folder)) {
      for (Path log : logs.filter(Files::isRegularFile).toList()) {
        try (Stream<String> lines = Files.lines(log)) {
          lines.forEach(
              line ->
                  LOSSES.forEach(
                      (loss, sign) ->
                          losses.merge(loss, line.contains(sign) ? 1L : 0L, Long::sum)));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return losses;
  }
}
