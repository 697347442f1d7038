package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.crmkpi.table.Check;
import org.crmkpi.table.Contract;

/** Mapped rows with the types of their entity, and what is wrong with each. */
final class TypedRows {
  /** Name of the source; empty for rows without one. */
  static final String SOURCE = "_source";

  /** Why the row breaks the contract; null when it does not. */
  static final String WRONG = "_wrong";

  /** The row as it was mapped, as JSON, when something is wrong with it. */
  static final String RAW = "_raw";

  private TypedRows() {}

  /** Columns of the contract with their types, what is wrong with the row, and where it is from. */
  static Dataset<Row> of(Contract entity, String source, Dataset<Row> rows, Reading reading) {
    return of(entity, source, column -> source, rows, reading, "");
  }

  /**
   * The same of a mapping.
   *
   * @param keysOf the source whose keys a column holds
   * @param mapping its file, which the reason names where it failed on a row
   */
  static Dataset<Row> of(
      Contract entity,
      String source,
      UnaryOperator<String> keysOf,
      Dataset<Row> rows,
      Reading reading,
      String mapping) {
    List<EntityColumn> columns =
        entity.columns().stream()
            .map(
                column ->
                    EntityColumn.of(column, rows.schema(), keysOf.apply(column.name()), reading))
            .toList();
    List<Column> given = new ArrayList<>(columns.stream().map(EntityColumn::given).toList());
    given.add(RowRef.of(rows.schema()).as(CurrentRows.ROW_REF));
    given.add(failed(rows, mapping).as(Tried.FAILED));
    List<Column> typed = new ArrayList<>(columns.stream().map(EntityColumn::typed).toList());
    typed.add(functions.col("*"));
    Column asGiven =
        functions.to_json(
            functions.struct(
                columns.stream()
                    .map(each -> functions.col(each.givenName()).as(each.contract().name()))
                    .toArray(Column[]::new)));
    return rows.select(given.toArray(Column[]::new))
        .select(typed.toArray(Column[]::new))
        .withColumn(WRONG, wrong(entity, columns))
        .withColumn(RAW, functions.when(functions.col(WRONG).isNotNull(), asGiven))
        .withColumn(SOURCE, functions.lit(source))
        .drop(Tried.FAILED)
        .drop(columns.stream().map(EntityColumn::givenName).toArray(String[]::new));
  }

  private static Column failed(Dataset<Row> rows, String mapping) {
    boolean isTried = List.of(rows.columns()).contains(Tried.FAILED);
    return isTried
        ? functions.concat(
            functions.lit(mapping + " fails on this row: it cannot compute "),
            functions.col(Tried.FAILED))
        : functions.lit(null).cast("string");
  }

  private static Column wrong(Contract entity, List<EntityColumn> columns) {
    Stream<Column> ofColumns = columns.stream().map(each -> each.problem(entity));
    Stream<Column> ofRules =
        entity.checks().stream()
            .filter(check -> check.severity() == Check.Severity.REJECT)
            .map(
                check ->
                    functions.when(
                        functions.expr("not coalesce((" + check.predicate() + "), true)"),
                        functions.lit(check.about())));
    return functions.coalesce(
        Stream.concat(Stream.of(functions.col(Tried.FAILED)), Stream.concat(ofColumns, ofRules))
            .toArray(Column[]::new));
  }
}
