package org.crmkpi.source;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Rows of a feed that may have changed, as mapping SQL saw them and as it sees them now; every
 * other row counted then and counts now. With a key these are all rows of the changed keys.
 */
record ChangedRows(Dataset<Row> before, Dataset<Row> now) {
  private static final String WAS = "_was";
  private static final String IS = "_is";
  private static final String HASH = "_row_hash";

  static ChangedRows of(SparkSession session, FeedChange change) {
    Feed feed = change.feed().feed();
    if (!feed.key().isEmpty()) {
      RowsOfKeys keys =
          feed.isFull()
              ? RowsOfKeys.of(
                  session, change.feed(), otherKeys(session, change), change.changedRows())
              : RowsOfKeys.of(session, change.feed(), change.touched());
      Dataset<Row> raw = keys.in(change.all()).localCheckpoint();
      return new ChangedRows(
          CurrentRows.of(raw, change.feed(), change.then()),
          CurrentRows.of(raw, change.feed(), change.now()));
    }
    Dataset<Row> before = current(session, change, change.removed());
    Dataset<Row> now = current(session, change, change.added());
    return feed.isFull() ? differing(feed, before, now) : new ChangedRows(before, now);
  }

  /**
   * True when a feed that is looked up says the same as before in these columns, though it was
   * delivered again.
   */
  static boolean isSame(SparkSession session, FeedChange change, Set<String> columns) {
    Dataset<Row> before = current(session, change, change.then());
    Dataset<Row> now = current(session, change, change.now());
    List<String> compared =
        columns.isEmpty() ? change.feed().feed().mappedColumns() : List.copyOf(columns);
    return counted(before, now, compared)
        .where(functions.col(WAS).notEqual(functions.col(IS)))
        .isEmpty();
  }

  private static Dataset<Row> current(
      SparkSession session, FeedChange change, List<Listed> contents) {
    return CurrentRows.of(change.feed().wellFormed(session, contents), change.feed(), contents);
  }

  /** Keys of a full delivery but those that had one row then and have the same one row now. */
  private static Dataset<Row> otherKeys(SparkSession session, FeedChange change) {
    Feed feed = change.feed().feed();
    Column isOther = functions.not(functions.col(WAS).equalTo(1).and(functions.col(IS).equalTo(1)));
    return counted(
            change.feed().wellFormed(session, change.then()),
            change.feed().wellFormed(session, change.now()),
            feed.shape().allColumns().stream().map(RawTables::column).toList())
        .groupBy(feed.rawKey().stream().map(CurrentRows::column).toArray(Column[]::new))
        .agg(functions.max(isOther).as(IS), functions.count("*").as(WAS))
        .where(functions.col(IS).or(functions.col(WAS).gt(1)));
  }

  /** Rows that there were more or fewer of; those that share a hash with one come along. */
  private static ChangedRows differing(Feed feed, Dataset<Row> before, Dataset<Row> now) {
    List<String> columns = feed.mappedColumns();
    Dataset<Row> hashes =
        counted(before, now, columns)
            .where(functions.col(WAS).notEqual(functions.col(IS)))
            .select(hash(columns).as(HASH))
            .distinct()
            .localCheckpoint();
    Column isSame = hash(columns).equalTo(functions.col(HASH));
    return new ChangedRows(
        before.join(hashes, isSame, "left_semi"), now.join(hashes, isSame, "left_semi"));
  }

  /** Each combination of values once, with how often it was there and is there. */
  private static Dataset<Row> counted(Dataset<Row> before, Dataset<Row> now, List<String> columns) {
    Column[] values = columns.stream().map(CurrentRows::column).toArray(Column[]::new);
    Dataset<Row> was = before.select(values).withColumn(WAS, functions.lit(1));
    Dataset<Row> is = now.select(values).withColumn(WAS, functions.lit(0));
    Column one = functions.col(WAS);
    return was.unionAll(is)
        .groupBy(values)
        .agg(functions.sum(functions.lit(1).minus(one)).as(IS), functions.sum(one).as(WAS));
  }

  private static Column hash(List<String> columns) {
    return functions.xxhash64(columns.stream().map(CurrentRows::column).toArray(Column[]::new));
  }
}
