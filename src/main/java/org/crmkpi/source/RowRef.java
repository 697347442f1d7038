package org.crmkpi.source;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.table.Contract;

/** Where a mapped row comes from, and how a rejected one says so. */
final class RowRef {
  private static final StructType PARTS =
      StructType.fromDDL("file string, row bigint, feed string, load string, told_on date");

  private RowRef() {}

  /** The column {@code row_ref} with all its parts; those that the rows do not have are null. */
  static Column of(StructType rows) {
    boolean has = Arrays.asList(rows.fieldNames()).contains(CurrentRows.ROW_REF);
    List<String> given =
        has && rows.apply(CurrentRows.ROW_REF).dataType() instanceof StructType ref
            ? List.of(ref.fieldNames())
            : List.of();
    return functions.struct(
        Arrays.stream(PARTS.fields())
            .map(
                part ->
                    (given.contains(part.name())
                            ? functions.col(CurrentRows.ROW_REF).getField(part.name())
                            : functions.lit(null))
                        .cast(part.dataType())
                        .as(part.name()))
            .toArray(Column[]::new));
  }

  /** Columns of crm_ops.rejected_rows but the run, out of judged rows of an entity. */
  static Column[] rejected(Contract entity) {
    return new Column[] {
      functions.nullif(functions.col(TypedRows.SOURCE), functions.lit("")).as("source"),
      part("feed").as("feed"),
      functions.lit(entity.qualifiedName()).as("table_name"),
      part("file").as("file"),
      part("load").as("load_id"),
      part("row").as("row_number"),
      key(entity).as("row_key"),
      functions.col(EntityRules.REASON).as("reason"),
      functions
          .coalesce(functions.col(TypedRows.RAW), functions.to_json(row(entity)))
          .as("raw_text")
    };
  }

  private static Column part(String name) {
    return functions.col(CurrentRows.ROW_REF).getField(name);
  }

  private static Column row(Contract entity) {
    return functions.struct(
        entity.columns().stream().map(c -> functions.col(c.name())).toArray(Column[]::new));
  }

  private static Column key(Contract entity) {
    Stream<Column> parts =
        entity.grain().stream()
            .map(
                name ->
                    functions.concat(
                        functions.lit(name + "="),
                        functions.coalesce(
                            functions.col(name).cast("string"), functions.lit("null"))));
    return functions.concat_ws(", ", parts.toArray(Column[]::new));
  }
}
