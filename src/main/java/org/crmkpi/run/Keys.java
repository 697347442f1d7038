package org.crmkpi.run;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Rows picked by a short list of keys. A missing value is a key like any other. */
final class Keys {
  private Keys() {}

  static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }

  /** True when rows have all columns of a key. */
  static boolean has(Dataset<Row> rows, List<String> key) {
    return Arrays.asList(rows.columns()).containsAll(key);
  }

  /** The rows with one of the keys. */
  static Dataset<Row> only(Dataset<Row> rows, Dataset<Row> keys) {
    return joined(rows, keys, "left_semi");
  }

  /** The rows with none of the keys. */
  static Dataset<Row> without(Dataset<Row> rows, Dataset<Row> keys) {
    return joined(rows, keys, "left_anti");
  }

  private static Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> keys, String how) {
    Dataset<Row> few = keys.as("few_keys");
    Column isSame =
        Arrays.stream(keys.columns())
            .map(name -> rows.col(name).eqNullSafe(functions.col("few_keys." + name)))
            .reduce(Column::and)
            .orElseThrow();
    return rows.join(functions.broadcast(few), isSame, how);
  }
}
