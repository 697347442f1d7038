package org.crmkpi.source;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The raw rows of some keys of a feed. Of a long history only the key columns are read to find the
 * contents that have any of the keys, and only those are read in full.
 *
 * @param areFew true when the keys fit into the memory of each task
 */
record RowsOfKeys(SparkSession session, LoadedFeed feed, Dataset<Row> keys, boolean areFew) {
  private static final long FEW_KEYS = 500_000;
  private static final long FEW_ROWS = 200_000;
  private static final String KEY = "_key_";

  /** Rows of the keys that these rows have. */
  static RowsOfKeys of(SparkSession session, LoadedFeed feed, Dataset<Row> rows, long atMost) {
    List<String> names = feed.feed().key();
    Column[] keys = new Column[names.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = CurrentRows.column(names.get(i)).as(KEY + i);
    }
    Dataset<Row> distinct = rows.select(keys).distinct();
    boolean isSmall = feed.countingRows() <= FEW_ROWS;
    return new RowsOfKeys(
        session, feed, isSmall ? distinct : distinct.localCheckpoint(), atMost <= FEW_KEYS);
  }

  /** Well-formed raw rows of the keys in these contents. */
  Dataset<Row> in(List<Listed> contents) {
    boolean isSmall = contents.stream().mapToLong(Listed::rowsRead).sum() <= FEW_ROWS;
    return withKeys(feed.wellFormed(session, isSmall ? contents : holding(contents)));
  }

  /** Those of the contents that have a row of any of the keys. */
  List<Listed> holding(List<Listed> contents) {
    Set<String> holding =
        new HashSet<>(
            withKeys(feed.wellFormed(session, contents))
                .select(RawTables.CONTENT)
                .distinct()
                .as(Encoders.STRING())
                .collectAsList());
    return contents.stream().filter(line -> holding.contains(line.content())).toList();
  }

  private Dataset<Row> withKeys(Dataset<Row> rows) {
    List<String> names = feed.feed().key();
    Column isSame = functions.lit(true);
    for (int i = 0; i < names.size(); i++) {
      isSame = isSame.and(CurrentRows.column(names.get(i)).equalTo(functions.col(KEY + i)));
    }
    return rows.join(areFew ? functions.broadcast(keys) : keys, isSame, "left_semi");
  }
}
