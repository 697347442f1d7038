package org.crmkpi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the machine that a test needs. */
public final class Tools {
  private static final Path POSTGRES = Path.of("/usr/lib/postgresql");

  private Tools() {}

  /** Runs a program to its end; what it wrote. Fails unless it ends well. */
  public static String run(String... command) {
    return run(Map.of(), command);
  }

  /** The same with more environment variables. */
  public static String run(Map<String, String> environment, String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(Arrays.toString(command) + ": " + output).isZero();
      return output.strip();
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** The programs of the newest PostgreSQL server; the test is skipped, on CI it fails. */
  public static Path postgres() {
    List<Path> found = Files.isDirectory(POSTGRES) ? servers() : List.of();
    String reason = "no PostgreSQL server below " + POSTGRES + "; apt-get install postgresql";
    need(!found.isEmpty(), reason);
    return found.get(0);
  }

  /** A Chromium; the test is skipped without one, on CI it fails. */
  public static Path chromium() {
    Optional<Path> found =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .filter(Files::isExecutable)
            .findFirst();
    need(found.isPresent(), "no Chromium in /usr/bin; apt-get install chromium");
    return found.orElseThrow();
  }

  /** Runs a program to its end; false unless it ends well. */
  public static boolean works(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException notStarted) {
      return false;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Skips the test where the machine lacks something; on CI it fails. */
  public static void need(boolean isThere, String reason) {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(isThere).as(reason).isTrue();
    }
    assumeTrue(isThere, reason);
  }

  private static List<Path> servers() {
    try (Stream<Path> versions = Files.list(POSTGRES)) {
      return versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
