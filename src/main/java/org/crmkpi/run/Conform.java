package org.crmkpi.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.table.Contract;

/** Holds the rows of a query to the contract: its columns, in its order, with its exact types. */
public final class Conform {
  /** A query may end with this text column; rows where it is not null are rejected. */
  public static final String REJECT_REASON = "reject_reason";

  private Conform() {}

  /**
   * What differs between the columns of a query and the contract, in words; empty when they fit.
   */
  public static Optional<String> difference(StructType actual, Contract contract) {
    return difference("the query", actual, "the contract", contract.schema());
  }

  /** The same between what {@code who} has and what {@code other} states. */
  static Optional<String> difference(
      String who, StructType actual, String other, StructType wanted) {
    List<String> found = new ArrayList<>(Arrays.stream(actual.fields()).map(Conform::ddl).toList());
    found.remove(REJECT_REASON + " STRING");
    List<String> stated = Arrays.stream(wanted.fields()).map(Conform::ddl).toList();
    if (found.equals(stated)) {
      return Optional.empty();
    }
    List<String> missing = new ArrayList<>(stated);
    missing.removeAll(found);
    found.removeAll(stated);
    return Optional.of(
        missing.isEmpty() && found.isEmpty()
            ? "%s has the columns in another order than %s".formatted(who, other)
            : "%s has %s, %s has %s".formatted(other, missing, who, found));
  }

  /** The rows that are published: those without a reject reason, with contract columns only. */
  public static Dataset<Row> published(Dataset<Row> rows, Contract contract) {
    difference(rows.schema(), contract)
        .ifPresent(
            what -> {
              throw CrmFailure.of(
                  Category.INVOCATION, contract.qualifiedName(), what, "", "mend the query.");
            });
    Dataset<Row> kept = rejects(rows) ? rows.where(functions.col(REJECT_REASON).isNull()) : rows;
    return kept.select(
        Arrays.stream(contract.schema().fields()).map(Conform::described).toArray(Column[]::new));
  }

  /** The rows that the query rejects; none when it never rejects. */
  public static Optional<Dataset<Row>> rejected(Dataset<Row> rows) {
    return rejects(rows)
        ? Optional.of(rows.where(functions.col(REJECT_REASON).isNotNull()))
        : Optional.empty();
  }

  private static boolean rejects(Dataset<Row> rows) {
    return Arrays.asList(rows.columns()).contains(REJECT_REASON);
  }

  private static Column described(StructField field) {
    return functions.col(field.name()).as(field.name(), field.metadata());
  }

  private static String ddl(StructField field) {
    return field.name() + " " + field.dataType().sql();
  }
}
