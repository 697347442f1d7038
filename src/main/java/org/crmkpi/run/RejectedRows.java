package org.crmkpi.run;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.table.Contract;
import org.crmkpi.warehouse.Warehouse;

/** Rows that were turned away, in the shape of crm_ops.rejected_rows: inspectable, never lost. */
final class RejectedRows {
  /** The table that keeps them. */
  static final String TABLE = "rejected_rows";

  private final Warehouse warehouse;
  private final Contract target;
  private final String runId;

  RejectedRows(Warehouse warehouse, Contract target, String runId) {
    this.warehouse = warehouse;
    this.target = target;
    this.runId = runId;
  }

  /**
   * Stages the rejected rows of one step, named by its table; the journal commits them at the end
   * of the run.
   */
  StagedRows stage(String from, Dataset<Row> rejected) {
    Dataset<Row> named = rejected.withColumn("run_id", functions.lit(runId));
    Column[] ordered =
        Arrays.stream(target.schema().fields())
            .map(field -> functions.col(field.name()).as(field.name(), field.metadata()))
            .toArray(Column[]::new);
    return warehouse
        .table(target)
        .stage(named.select(ordered), "data/" + runId + "/" + from.replace(' ', '_'));
  }

  /** Rows of a table's own shape plus {@code reject_reason}, as rejected rows. */
  static Dataset<Row> describe(Contract contract, Dataset<Row> rows) {
    Column none = functions.lit(null).cast("string");
    Column[] all =
        Arrays.stream(rows.columns())
            .filter(name -> !name.equals(Conform.REJECT_REASON))
            .map(functions::col)
            .toArray(Column[]::new);
    return rows.select(
        none.as("source"),
        none.as("feed"),
        functions.lit(contract.qualifiedName()).as("table_name"),
        none.as("file"),
        none.as("load_id"),
        none.cast("bigint").as("row_number"),
        key(contract).as("row_key"),
        functions.col(Conform.REJECT_REASON).as("reason"),
        functions.to_json(functions.struct(all)).as("raw_text"));
  }

  /** The grain of a row in words: {@code order_id=demo:17, line=2}. */
  private static Column key(Contract contract) {
    Stream<Column> parts =
        contract.grain().stream()
            .map(
                name ->
                    functions.concat(
                        functions.lit(name + "="),
                        functions.coalesce(
                            functions.col(name).cast("string"), functions.lit("null"))));
    return functions.concat_ws(", ", parts.toArray(Column[]::new));
  }
}
