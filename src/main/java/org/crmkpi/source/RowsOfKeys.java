package org.crmkpi.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.delta.KeyHashes;
import org.crmkpi.delta.Sought;

/**
 * The raw rows of some keys of a feed. A long history is read twice: the key columns, to find which
 * of the keys it has at all, and then in full what may hold one of these. Most keys of a night are
 * new.
 *
 * @param areFew true when the keys fit into the memory of each task
 * @param sought values of the first column of the key, unless they are many or the history short
 * @param origin the contents whose keys these all are; empty when they are only some of them
 */
record RowsOfKeys(
    SparkSession session,
    LoadedFeed feed,
    Dataset<Row> keys,
    boolean areFew,
    Optional<Sought> sought,
    Set<String> origin) {
  private static final long FEW_KEYS = 500_000;
  private static final long FEW_ROWS = 200_000;
  private static final String KEY = "_key_";

  /** Rows of the keys of all rows of these contents. */
  static RowsOfKeys of(SparkSession session, LoadedFeed feed, List<Listed> contents) {
    Dataset<Row> rows = feed.wellFormed(session, contents);
    long atMost = contents.stream().mapToLong(Listed::rowsRead).sum();
    return of(session, feed, rows, atMost, names(contents));
  }

  /** Rows of the keys that these rows have. */
  static RowsOfKeys of(SparkSession session, LoadedFeed feed, Dataset<Row> rows, long atMost) {
    return of(session, feed, rows, atMost, Set.of());
  }

  private static RowsOfKeys of(
      SparkSession session, LoadedFeed feed, Dataset<Row> rows, long atMost, Set<String> origin) {
    List<String> names = feed.feed().rawKey();
    Column[] keys = new Column[names.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = CurrentRows.column(names.get(i)).as(KEY + i);
    }
    Dataset<Row> distinct = rows.select(keys).distinct();
    if (feed.countingRows() <= FEW_ROWS) {
      return new RowsOfKeys(session, feed, distinct, atMost <= FEW_KEYS, Optional.empty(), origin);
    }
    Dataset<Row> known = distinct.localCheckpoint();
    Optional<Sought> sought = Sought.of(names.get(0), values(known, KEY + 0));
    return new RowsOfKeys(session, feed, known, atMost <= FEW_KEYS, sought, origin);
  }

  /** Well-formed raw rows of the keys in these contents. */
  Dataset<Row> in(List<Listed> contents) {
    if (contents.stream().mapToLong(Listed::rowsRead).sum() <= FEW_ROWS) {
      return withKeys(feed.wellFormed(session, contents));
    }
    List<Listed> own = contents.stream().filter(this::isOrigin).toList();
    List<Listed> others = contents.stream().filter(line -> !isOrigin(line)).toList();
    return feed.wellFormed(session, own).unionAll(searched(others));
  }

  private boolean isOrigin(Listed line) {
    return origin.contains(line.content());
  }

  /** The rows of the keys in contents of which few may have any. */
  Dataset<Row> searched(List<Listed> contents) {
    List<String> held =
        origin.isEmpty()
            ? found(contents)
            : feed.held(List.of(origin, names(contents)), () -> found(contents));
    if (held.isEmpty()) {
      return feed.wellFormed(session, List.of());
    }
    return withKeys(rows(contents, Sought.of(firstKey(), held)));
  }

  private List<String> found(List<Listed> contents) {
    return values(withKeys(rows(contents, sought)), firstKey());
  }

  private Dataset<Row> rows(List<Listed> contents, Optional<Sought> some) {
    return some.map(values -> feed.wellFormed(session, contents, values))
        .orElseGet(() -> feed.wellFormed(session, contents));
  }

  private String firstKey() {
    return feed.feed().rawKey().get(0);
  }

  /** At most one more than are worth looking for. */
  private static List<String> values(Dataset<Row> rows, String column) {
    return rows.select(CurrentRows.column(column))
        .distinct()
        .limit(Sought.MOST_VALUES + 1)
        .as(Encoders.STRING())
        .collectAsList();
  }

  private static Set<String> names(List<Listed> contents) {
    return contents.stream().map(Listed::content).collect(Collectors.toSet());
  }

  private Dataset<Row> withKeys(Dataset<Row> rows) {
    return areFew
        ? joined(KeyHashes.candidates(rows, feed.feed().rawKey(), keys), functions.broadcast(keys))
        : joined(rows, keys);
  }

  private Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> with) {
    List<String> names = feed.feed().rawKey();
    Column isSame = functions.lit(true);
    for (int i = 0; i < names.size(); i++) {
      isSame = isSame.and(CurrentRows.column(names.get(i)).eqNullSafe(functions.col(KEY + i)));
    }
    return rows.join(with, isSame, "left_semi");
  }
}
