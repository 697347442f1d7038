package org.crmkpi.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import org.crmkpi.cli.Main;

/**
 * The command line in a process and a project folder of its own; at its end it says how much memory
 * the process took at most.
 */
final class ShopRun {
  private ShopRun() {}

  /** The first argument is the project folder, the others are those of the command. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("crm.home", arguments[0]);
    int exitCode =
        Main.execute(Clock.systemUTC(), Arrays.copyOfRange(arguments, 1, arguments.length));
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .forEach(line -> System.out.println("peak " + line.replaceAll("\\D", "")));
    System.exit(exitCode);
  }
}
