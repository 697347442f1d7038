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
import org.crmkpi.delta.Sought;

/**
 * The raw rows of some keys of a feed. Of a long history only the pages are read that may hold one;
 * when the keys are too many for that, the key columns are read to find the contents that have any,
 * and only those are read in full.
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
    List<String> names = feed.feed().key();
    Column[] keys = new Column[names.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = CurrentRows.column(names.get(i)).as(KEY + i);
    }
    Dataset<Row> distinct = rows.select(keys).distinct();
    if (feed.countingRows() <= FEW_ROWS) {
      return new RowsOfKeys(session, feed, distinct, atMost <= FEW_KEYS, Optional.empty(), origin);
    }
    Dataset<Row> known = distinct.localCheckpoint();
    return new RowsOfKeys(
        session, feed, known, atMost <= FEW_KEYS, sought(names.get(0), known), origin);
  }

  private static Optional<Sought> sought(String column, Dataset<Row> keys) {
    List<String> values =
        keys.select(KEY + 0)
            .distinct()
            .limit(Sought.MOST_VALUES + 1)
            .as(Encoders.STRING())
            .collectAsList();
    return Sought.of(column, values);
  }

  /** Well-formed raw rows of the keys in these contents. */
  Dataset<Row> in(List<Listed> contents) {
    boolean isSmall = contents.stream().mapToLong(Listed::rowsRead).sum() <= FEW_ROWS;
    return withKeys(rows(isSmall || sought.isPresent() ? contents : holding(contents)));
  }

  /** Those of the contents that have a row of any of the keys. */
  List<Listed> holding(List<Listed> contents) {
    Set<String> holding =
        origin.isEmpty()
            ? found(contents)
            : feed.holding(List.of(origin, names(contents)), () -> found(contents));
    return contents.stream().filter(line -> holding.contains(line.content())).toList();
  }

  private Set<String> found(List<Listed> contents) {
    return Set.copyOf(
        withKeys(rows(contents))
            .select(RawTables.CONTENT)
            .distinct()
            .as(Encoders.STRING())
            .collectAsList());
  }

  private Dataset<Row> rows(List<Listed> contents) {
    return sought
        .map(values -> feed.wellFormed(session, contents, values))
        .orElseGet(() -> feed.wellFormed(session, contents));
  }

  private static Set<String> names(List<Listed> contents) {
    return contents.stream().map(Listed::content).collect(Collectors.toSet());
  }

  private Dataset<Row> withKeys(Dataset<Row> rows) {
    List<String> names = feed.feed().key();
    Column isSame = functions.lit(true);
    for (int i = 0; i < names.size(); i++) {
      isSame = isSame.and(CurrentRows.column(names.get(i)).eqNullSafe(functions.col(KEY + i)));
    }
    return rows.join(areFew ? functions.broadcast(keys) : keys, isSame, "left_semi");
  }
}
