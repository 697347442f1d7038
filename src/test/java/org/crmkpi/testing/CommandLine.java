package org.crmkpi.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.cli.Main;
import org.crmkpi.table.TableFolder;

/** The command line in a project folder of a test, in the session of all tests. */
public final class CommandLine {
  private final Path home;

  /** How a command ended and what it printed. */
  public record Ended(int exitCode, String out, String err) {}

  private CommandLine(Path home) {
    this.home = home;
  }

  /** Makes a folder a project with the shipped settings and rules, few tables and no source. */
  public static CommandLine in(Path home) {
    return in(home, Shop.catalogue());
  }

  /** The same with other tables. */
  public static CommandLine in(Path home, Catalogue tables) {
    TestSpark.session();
    try {
      for (String name : List.of("conf/crm.conf", "conf/business.conf")) {
        Files.createDirectories(home.resolve(name).getParent());
        Files.copy(Project.home().resolve(name), home.resolve(name));
      }
      for (TableFolder table : tables.tables()) {
        Path link = home.resolve("src/main/tables").resolve(table.shown(""));
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, table.folder().toAbsolutePath());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new CommandLine(home);
  }

  /** Runs a command to its end. */
  public Ended crmKpi(String... arguments) {
    return crmKpi(Clock.systemUTC(), arguments);
  }

  /** The same at some time. */
  public Ended crmKpi(Clock clock, String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    String before = System.getProperty("crm.home");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setProperty("crm.home", home.toString());
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int exitCode = Main.execute(clock, arguments);
      return new Ended(
          exitCode,
          printed.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setProperty("crm.home", before);
    }
  }
}
