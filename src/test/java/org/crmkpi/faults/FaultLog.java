package org.crmkpi.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.crmkpi.testing.Project;

/** The faults that the suite saw and what proves that they did no harm, a line each. */
public final class FaultLog {
  private FaultLog() {}

  /**
   * Notes a fault that really happened; to be called last, when everything was asserted.
   *
   * @param number of the fault in the table of faults: 1 to 28
   * @param saw what happened, with figures
   * @param proof what was compared with what
   */
  public static void saw(int number, String saw, String proof) {
    String line = "fault %2d | %s | %s%n".formatted(number, saw, proof);
    System.out.print(line);
    try {
      Path file = Project.home().resolve("target/faults.txt");
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
