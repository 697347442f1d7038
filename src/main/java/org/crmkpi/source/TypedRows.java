package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
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
  static Dataset<Row> of(Contract entity, String source, Dataset<Row> rows) {
    List<EntityColumn> columns =
        entity.columns().stream()
            .map(column -> EntityColumn.of(column, rows.schema(), source))
            .toList();
    List<Column> given = new ArrayList<>(columns.stream().map(EntityColumn::given).toList());
    given.add(RowRef.of(rows.schema()).as(CurrentRows.ROW_REF));
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
        .drop(columns.stream().map(EntityColumn::givenName).toArray(String[]::new));
  }

  private static Column wrong(Contract entity, List<EntityColumn> columns) {
    Stream<Column> ofColumns = columns.stream().map(EntityColumn::problem);
    Stream<Column> ofRules =
        entity.checks().stream()
            .filter(check -> check.severity() == Check.Severity.REJECT)
            .map(
                check ->
                    functions.when(
                        functions.expr("not coalesce((" + check.predicate() + "), true)"),
                        functions.lit(check.about())));
    return functions.coalesce(Stream.concat(ofColumns, ofRules).toArray(Column[]::new));
  }
}
