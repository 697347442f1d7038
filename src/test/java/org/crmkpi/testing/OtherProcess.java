package org.crmkpi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A real process that a test starts, talks to by lines, freezes, wakes and kills. Its output is
 * read by a thread of its own, so that it never waits for the test.
 */
public final class OtherProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 600;

  private final Process process;
  private final Writer in;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private OtherProcess(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * A JVM with the classes of this one in the shop; stdout and stderr are one stream of lines. Most
   * of them end soon: nothing is compiled twice.
   */
  public static OtherProcess java(Class<?> main, String... arguments) {
    return java(Map.of(), main, arguments);
  }

  /** The same with more environment variables. */
  public static OtherProcess java(
      Map<String, String> environment, Class<?> main, String... arguments) {
    List<String> command = command(ChildClasses.options(), main, arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("CLASSPATH", ChildClasses.path());
    try {
      return new OtherProcess(builder.start());
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    }
  }

  /** How such a JVM is started. */
  static List<String> command(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Xmx768m",
            "-Xss4m",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=240m",
            "-XX:+UseSerialGC",
            "-Duser.timezone=UTC",
            "@" + Project.home().resolve("jobs/jvm.options"),
            "-Dcrm.home=" + Shop.home(),
            "-Djava.library.path=" + System.getProperty("java.library.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Sends a line. */
  public OtherProcess say(String line) {
    try {
      in.write(line + "\n");
      in.flush();
      return this;
    } catch (IOException gone) {
      throw new UncheckedIOException("said '" + line + "' after " + seen, gone);
    }
  }

  /** The next line that begins like this pattern; fails when the process ends before. */
  public String hear(String beginning) {
    Pattern pattern = Pattern.compile(beginning);
    try {
      while (true) {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
          return fail("waited %d s for '%s' after %s", PATIENCE_SECONDS, beginning, seen);
        }
        seen.add(line);
        if (pattern.matcher(line).lookingAt()) {
          return line;
        }
        if (line.equals(END)) {
          return fail("the process ended before '%s': %s", beginning, seen);
        }
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Stops it in the middle of whatever it does; it keeps all it holds. */
  public void freeze() {
    signal("STOP");
    assertThat(state()).as("state of the frozen process").isEqualTo('T');
  }

  /** Lets a frozen process go on as if nothing had happened. */
  public void wake() {
    assertThat(state()).as("state of the process to wake").isEqualTo('T');
    signal("CONT");
  }

  /** Asks it to end. */
  public void terminate() {
    signal("TERM");
  }

  /** Ends it without a chance to clean up. */
  public void kill() {
    signal("KILL");
    end();
  }

  /** Ends it and all processes that it started, at once. */
  public void killWithChildren() {
    List<String> command = new ArrayList<>(List.of("kill", "-KILL", String.valueOf(process.pid())));
    process.descendants().forEach(child -> command.add(String.valueOf(child.pid())));
    assertThat(Tools.run(command.toArray(String[]::new))).isEmpty();
    end();
  }

  /** Ends all processes that it started. */
  public void killChildren() {
    process.children().forEach(child -> Tools.run("kill", "-KILL", String.valueOf(child.pid())));
  }

  /** True when it is this process or one that it started. */
  public boolean includes(long pid) {
    return pid == process.pid() || process.descendants().anyMatch(child -> child.pid() == pid);
  }

  /** True until it ends. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end; the exit code, which is 128 and the signal for one that was killed. */
  public int end() {
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(seen.toString()).isTrue();
      return process.exitValue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Everything it wrote until it ended. */
  public String output() {
    hear(END);
    return String.join("\n", seen);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static final String END = "the process ended";

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException cutOff) {
      lines.add(cutOff.toString());
    } finally {
      lines.add(END);
    }
  }

  private void signal(String name) {
    assertThat(Tools.run("kill", "-" + name, String.valueOf(process.pid()))).isEmpty();
  }

  /** T while stopped; a signal takes a moment to arrive. */
  private char state() {
    try {
      for (int i = 0; i < 100; i++) {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        char state = stat.charAt(stat.lastIndexOf(')') + 2);
        if (state == 'T') {
          return state;
        }
        Thread.sleep(20);
      }
      return '?';
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
