package org.crmkpi.source;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.delta.DeltaTable;

/**
 * The table crm_raw.files: which content came in which file of which delivery, and where its rows
 * lie. It is written before the raw tables are, and a line whose rows did not follow does not
 * count; so a crash between the two loses and doubles nothing.
 */
final class Register {
  /** Cannot be the name of a raw table, which has a source in front of the feed. */
  private static final String TABLE = "files";

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "source string, feed string, delivery string, file string, content_sha256 string,"
              + " listed_in string, as_of date, location string, bytes bigint,"
              + " modified_ms bigint, rows_read bigint, rows_malformed bigint, extra_columns string, listed_at timestamp");

  private final SparkSession session;
  private final DeltaTable table;

  Register(SparkSession session, RawTables tables) {
    this.session = session;
    this.table = tables.table(TABLE);
  }

  /** All lines of these sources. */
  List<Listed> lines(List<String> sources) {
    return table
        .newest()
        .map(
            version ->
                version
                    .read(session)
                    .where(functions.col("source").isin(sources.toArray()))
                    .collectAsList()
                    .stream()
                    .map(Register::line)
                    .toList())
        .orElse(List.of());
  }

  void append(List<Listed> lines, String load, Instant at) {
    List<Row> rows = new ArrayList<>();
    lines.forEach(line -> rows.add(row(line, at)));
    Dataset<Row> added = session.createDataFrame(rows, SCHEMA).coalesce(1);
    table.append(table.stage(added, "data/" + load));
  }

  private static Row row(Listed line, Instant at) {
    return RowFactory.create(
        line.source(),
        line.feed(),
        line.delivery(),
        line.file(),
        line.content(),
        line.listedIn(),
        java.sql.Date.valueOf(line.asOf()),
        line.location(),
        line.bytes(),
        line.modifiedAt(),
        line.rowsRead(),
        line.rowsMalformed(),
        line.extraColumns(),
        Timestamp.from(at));
  }

  private static Listed line(Row row) {
    return new Listed(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getDate(6).toLocalDate(),
        row.getString(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getLong(11),
        row.getString(12),
        row.getTimestamp(13).getTime());
  }
}
