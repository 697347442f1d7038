package org.crmkpi.cli;

import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.crmkpi.run.Progress;
import org.crmkpi.run.TableResult;

/**
 * Shows how a night goes on: one line that is written over on a terminal, one line a published
 * table in a log. Taken away when it is closed.
 */
final class NightProgress implements Progress, AutoCloseable {
  private final PrintStream err;
  private final Optional<MovingLine> line;
  private long rows;
  private int notReached;

  NightProgress(PrintStream err, boolean terminal) {
    this.err = err;
    this.line = terminal ? Optional.of(new MovingLine(err)) : Optional.empty();
  }

  /** Progress on stderr; the launcher says whether that is a terminal. */
  static NightProgress onStderr() {
    return new NightProgress(System.err, Boolean.getBoolean("crm.terminal"));
  }

  /** Progress of what is over soon: only its notes are shown. */
  static NightProgress ofNotes() {
    return new NightProgress(System.err, false);
  }

  /** What goes on before the first table is done; a log does not need to know. */
  void begins(String what) {
    line.ifPresent(each -> each.says(what));
  }

  @Override
  public void note(String what) {
    line.ifPresentOrElse(each -> each.leaves(what), () -> err.println(what));
  }

  @Override
  public void finished(TableResult result, int done, int all) {
    rows += result.published().map(TableResult.Published::rows).orElse(0L);
    boolean isReached = result.status() != TableResult.Status.NOT_REACHED;
    notReached += isReached ? 0 : 1;
    if (isReached && (line.isEmpty() || result.published().isEmpty())) {
      note(line(result));
    }
    if (done == all && notReached > 0) {
      note(notReached + " tables were not begun: nothing is released when one fails");
    }
    String ends = done == all ? ", releasing" : "";
    begins(String.format(Locale.ROOT, "%d of %d tables, %,d rows%s", done, all, rows, ends));
  }

  @Override
  public void close() {
    line.ifPresent(MovingLine::close);
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
            why(result).isEmpty() ? "" : " (" + keys(result) + why(result) + ")")
        .replace(" , ", " ");
  }

  /** Of a table that failed what failed, in one line; all is said at the end. */
  private static String why(TableResult result) {
    return result
        .failure()
        .map(Throwable::getMessage)
        .orElse(result.why())
        .lines()
        .findFirst()
        .orElse("");
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
