package org.crmkpi.source;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A feed of which other contents count now than then.
 *
 * @param then the contents that counted, in order
 * @param now the contents that count, in order
 */
record FeedChange(LoadedFeed feed, List<Listed> then, List<Listed> now) {
  private static final long FEW_ROWS = 200_000;
  private static final long ALWAYS_SOME = 1_000;
  private static final double SOME = 0.2;

  /** What tells one choice of contents from another; their order decides between equal rows. */
  static String digest(List<Listed> counting) {
    return Digest.of(counting.stream().map(Listed::content).toList());
  }

  List<Listed> added() {
    return without(now, then);
  }

  List<Listed> removed() {
    return without(then, now);
  }

  /** The contents that count only then or only now. */
  List<Listed> touched() {
    return Stream.concat(added().stream(), removed().stream()).toList();
  }

  /** All contents that counted or count. */
  List<Listed> all() {
    return Stream.concat(now.stream(), removed().stream()).toList();
  }

  /** True when contents that count on changed places with each other. */
  boolean isReordered() {
    return !contents(without(then, removed())).equals(contents(without(now, added())));
  }

  boolean hasFewRows() {
    return rows(then) + rows(now) <= FEW_ROWS;
  }

  /** True when mapping all rows again costs no more than finding out which have changed. */
  boolean isMost() {
    long changed = changedRows();
    return changed > ALWAYS_SOME && changed > SOME * rows(now);
  }

  /** Upper bound of the rows that changed. */
  long changedRows() {
    return rows(added()) + rows(removed());
  }

  private static long rows(List<Listed> contents) {
    return contents.stream().mapToLong(Listed::rowsRead).sum();
  }

  private static List<Listed> without(List<Listed> lines, List<Listed> some) {
    Set<String> known = new HashSet<>(contents(some));
    return lines.stream().filter(line -> !known.contains(line.content())).toList();
  }

  private static List<String> contents(List<Listed> lines) {
    return lines.stream().map(Listed::content).collect(Collectors.toList());
  }
}
