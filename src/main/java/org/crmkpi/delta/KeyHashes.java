package org.crmkpi.delta;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * Hashes of keys that are looked for among many rows. They are numbers, which Spark compares with
 * several times faster than with text or with more than one column.
 */
public final class KeyHashes {
  private static final String HASH = "_key_hash";

  private KeyHashes() {}

  /**
   * The rows with one of the keys, and hardly any others: those whose hash is that of a key. A
   * missing value is a value like any other.
   *
   * @param columns of the rows, in the order of the columns of the keys
   * @param keys as many as fit into the memory of each task
   */
  public static Dataset<Row> candidates(
      Dataset<Row> rows, List<String> columns, Dataset<Row> keys) {
    Column[] ofRow = columns.stream().map(name -> rows.col(quoted(name))).toArray(Column[]::new);
    Column[] ofKey =
        IntStream.range(0, ofRow.length)
            .mapToObj(i -> keys.col(quoted(keys.columns()[i])).try_cast(type(rows, columns.get(i))))
            .toArray(Column[]::new);
    Dataset<Row> hashes = keys.select(functions.xxhash64(ofKey).as(HASH));
    Column isSame = functions.xxhash64(ofRow).equalTo(functions.col(HASH));
    return rows.join(functions.broadcast(hashes), isSame, "left_semi");
  }

  /** Hashes of equal values differ where their types do. */
  private static DataType type(Dataset<Row> rows, String column) {
    return rows.schema().apply(column).dataType();
  }

  private static String quoted(String name) {
    return "`" + name + "`";
  }
}
