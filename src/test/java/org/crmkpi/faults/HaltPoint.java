package org.crmkpi.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Where a process halts and says so. The system property {@code crm.halt} lists points: {@code
 * writing}, {@code before}, {@code during} or {@code after} and a table, such as {@code before
 * crm_core/orders}. A driver says a line and waits for one; with {@code crm.halt.folder} set, the
 * first of all executors leaves a file with its process id there and waits for its end.
 */
final class HaltPoint {
  static final String POINTS = "crm.halt";
  static final String FOLDER = "crm.halt.folder";

  private static final List<String> WANTED = List.of(System.getProperty(POINTS, "").split(",", -1));
  private static final Set<String> REACHED = ConcurrentHashMap.newKeySet();

  private HaltPoint() {}

  /** How a process announces that it came to a point. */
  static String announcement(String point) {
    return "halted " + point;
  }

  /** The file that an executor leaves at a point. */
  static Path file(Path folder, String point) {
    return folder.resolve(point.replaceAll("\\W", "-"));
  }

  /** Halts when this is one of the points, for the first time. */
  static void at(String moment, String path) {
    for (String point : WANTED) {
      String table = point.substring(point.indexOf(' ') + 1);
      boolean isHere = point.startsWith(moment + " ") && path.contains("/" + table + "/");
      if (isHere && REACHED.add(point)) {
        halt(point);
      }
    }
  }

  private static void halt(String point) {
    String folder = System.getProperty(FOLDER, "");
    if (folder.isEmpty()) {
      System.out.println(announcement(point));
      new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
      return;
    }
    Path file = file(Path.of(folder), point);
    if (Files.notExists(file)) {
      leave(file);
      awaitTheEnd();
    }
  }

  private static void leave(Path file) {
    try {
      Path written = Files.createTempFile(file.getParent(), "unfinished", "");
      Files.writeString(written, String.valueOf(ProcessHandle.current().pid()));
      Files.move(written, file);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static void awaitTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException cancelled) {
      throw new IllegalStateException(cancelled);
    }
  }
}
