package org.crmkpi.source;

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
  static String digest(Feed feed, List<Listed> counting) {
    return Digest.of(counting.stream().flatMap(line -> counted(feed, line).stream()).toList());
  }

  /** Contents that count only now, or in another place. */
  List<Listed> added() {
    return without(now, then);
  }

  /** Contents that counted only then, or in another place. */
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

  private List<Listed> without(List<Listed> lines, List<Listed> some) {
    Set<List<String>> known =
        some.stream().map(line -> counted(feed.feed(), line)).collect(Collectors.toSet());
    return lines.stream().filter(line -> !known.contains(counted(feed.feed(), line))).toList();
  }

  /** A content; where keys have versions also its place, which decides between them. */
  private static List<String> counted(Feed feed, Listed line) {
    return feed.hasVersions()
        ? List.of(line.content(), line.delivery(), line.file(), line.listedIn())
        : List.of(line.content());
  }
}
