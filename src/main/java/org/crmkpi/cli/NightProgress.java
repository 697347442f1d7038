package org.crmkpi.cli;

import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.crmkpi.run.Progress;
import org.crmkpi.run.TableResult;

/**
 * Shows how a night goes on: one line that is written over on a terminal, one line a published
 * table in a log.
 */
final class NightProgress implements Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean terminal;
  private final long startedAt = System.nanoTime();
  private long rows;

  NightProgress(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Progress on stderr; the launcher says whether that is a terminal. */
  static NightProgress onStderr() {
    return new NightProgress(System.err, Boolean.getBoolean("crm.terminal"));
  }

  @Override
  public void note(String what) {
    err.println((terminal ? CLEAR_LINE : "") + what);
  }

  @Override
  public void finished(TableResult result, int done, int all) {
    rows += result.published().map(TableResult.Published::rows).orElse(0L);
    String line = line(result);
    if (terminal) {
      boolean worthALine = result.published().isEmpty();
      err.print(CLEAR_LINE + (worthALine ? line + System.lineSeparator() : ""));
      err.print(status(done, all));
      err.print(done == all ? System.lineSeparator() : "");
      err.flush();
    } else {
      err.println(line);
    }
  }

  /** The last line of a night. */
  static String end(LocalDate asOf, List<TableResult> results) {
    long changed = count(results, TableResult.Status.PUBLISHED);
    long same = count(results, TableResult.Status.UNCHANGED);
    long empty = count(results, TableResult.Status.NO_SOURCE);
    if (changed == 0) {
      return "Nothing changed as of " + asOf + ": readers see the rows that they saw before";
    }
    return "Released as of %s: %d tables changed, %d did not%s"
        .formatted(
            asOf,
            changed,
            same,
            empty == 0 ? "" : "; " + empty + " are empty: no source fills them");
  }

  private static long count(List<TableResult> results, TableResult.Status status) {
    return results.stream().filter(result -> result.status() == status).count();
  }

  private String status(int done, int all) {
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    return String.format(
        Locale.ROOT, "%d of %d tables, %,d rows, %.0f s", done, all, rows, seconds);
  }

  private static String line(TableResult result) {
    String what =
        result
            .published()
            .map(p -> String.format(Locale.ROOT, "version %d, %,d rows", p.version(), p.rows()))
            .orElse("");
    return String.format(
            Locale.ROOT,
            "%-40s %-11s %s, %.1f s%s%s",
            result.contract().qualifiedName(),
            result.status().words(),
            what,
            result.seconds(),
            turnedAway(result),
            result.why().isEmpty() ? "" : " (" + keys(result) + result.why() + ")")
        .replace(" , ", " ");
  }

  private static String keys(TableResult result) {
    return result.keys().map(keys -> String.format(Locale.ROOT, "%,d keys: ", keys)).orElse("");
  }

  private static String turnedAway(TableResult result) {
    return result
        .published()
        .map(p -> words(p.rejected(), "rejected") + words(p.waiting(), "waiting"))
        .orElse("");
  }

  private static String words(long count, String what) {
    return count == 0 ? "" : String.format(Locale.ROOT, ", %,d %s", count, what);
  }
}
