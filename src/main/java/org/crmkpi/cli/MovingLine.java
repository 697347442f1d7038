package org.crmkpi.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One line of a terminal that is written over: what goes on, and the seconds since it began, which
 * move on by themselves.
 */
final class MovingLine implements AutoCloseable {
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream terminal;
  private final long startedAt = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(MovingLine::daemon);
  private String what = "";

  MovingLine(PrintStream terminal) {
    this.terminal = terminal;
    var unused = clock.scheduleAtFixedRate(this::show, 1, 1, TimeUnit.SECONDS);
  }

  /** Goes on with other words. */
  synchronized void says(String words) {
    what = words;
    show();
  }

  /** Leaves a line for good; this one goes on below it. */
  synchronized void leaves(String line) {
    terminal.println(CLEAR + line);
    show();
  }

  private synchronized void show() {
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    if (!what.isEmpty()) {
      terminal.print(CLEAR + String.format(Locale.ROOT, "%s, %.0f s", what, seconds));
      terminal.flush();
    }
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    clock.shutdownNow();
    what = "";
    terminal.print(CLEAR);
    terminal.flush();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "moving-line");
    thread.setDaemon(true);
    return thread;
  }
}
