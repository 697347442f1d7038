package org.crmkpi.source;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Which keys occur more than once. Of many rows usually few do, and only theirs need to be sorted:
 * finding them by hash costs a tenth of sorting all rows.
 */
final class RepeatedKeys {
  private static final long FEW_ROWS = 200_000;
  private static final int FEW_KEYS = 200_000;
  private static final String HASH = "_key_hash";

  private final Optional<List<Long>> hashes;

  private RepeatedKeys(Optional<List<Long>> hashes) {
    this.hashes = hashes;
  }

  /**
   * Looks for repeated keys; among few rows it does not, because sorting them is cheaper.
   *
   * @param atMost upper bound of the number of rows
   */
  static RepeatedKeys in(Dataset<Row> rows, Column[] keys, long atMost) {
    if (atMost <= FEW_ROWS) {
      return notLookedFor();
    }
    List<Long> found =
        rows.select(functions.xxhash64(keys).as(HASH))
            .groupBy(HASH)
            .count()
            .where("count > 1")
            .select(HASH)
            .limit(FEW_KEYS + 1)
            .as(Encoders.LONG())
            .collectAsList();
    return new RepeatedKeys(found.size() > FEW_KEYS ? Optional.empty() : Optional.of(found));
  }

  /** Nothing is known of the keys: of few rows, all are sorted. */
  static RepeatedKeys notLookedFor() {
    return new RepeatedKeys(Optional.empty());
  }

  /** True when it is certain that no key occurs twice. */
  boolean none() {
    return hashes.filter(List::isEmpty).isPresent();
  }

  /** The rows whose key may occur more than once. */
  Dataset<Row> among(Dataset<Row> rows, Column[] keys) {
    return hashes.map(known -> joined(rows, keys, known, "left_semi")).orElse(rows);
  }

  /** All rows with their rank, which is 1 for keys that occur once. */
  Dataset<Row> ranked(
      Dataset<Row> rows, Column[] keys, String rank, UnaryOperator<Dataset<Row>> ranking) {
    if (hashes.isEmpty()) {
      return ranking.apply(rows);
    }
    List<Long> known = hashes.get();
    if (known.isEmpty()) {
      return rows.withColumn(rank, functions.lit(1));
    }
    Dataset<Row> once = joined(rows, keys, known, "left_anti").withColumn(rank, functions.lit(1));
    return once.unionByName(ranking.apply(joined(rows, keys, known, "left_semi")));
  }

  private static Dataset<Row> joined(
      Dataset<Row> rows, Column[] keys, List<Long> known, String how) {
    Dataset<Row> repeated =
        functions.broadcast(rows.sparkSession().createDataset(known, Encoders.LONG()).toDF(HASH));
    return rows.join(repeated, functions.xxhash64(keys).equalTo(repeated.col(HASH)), how);
  }
}
