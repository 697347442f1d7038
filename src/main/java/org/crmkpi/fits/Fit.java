package org.crmkpi.fits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fit as a table.conf names it: from the rows of a summary to the rows of parameters, as many
 * segments and models as it likes. It runs on the driver, sees nothing but the summary and gives
 * the same rows for the same summary.
 *
 * @param version moves when it finds other parameters in a summary than before: the tables that
 *     name it, and no others, are fitted anew
 * @param summary the columns that it reads, in this order; counts, whole cents and decimals, no
 *     floating point, whose sums depend on the order in which Spark adds
 * @param parameters the columns that it fills; {@code is_converged} is one of them, and what did
 *     not converge has no value
 * @param solver never asked about a summary without rows: there are no parameters in it
 */
public record Fit(
    String name,
    int version,
    StructType summary,
    StructType parameters,
    UnaryOperator<List<Row>> solver) {
  /** Says of each row of parameters whether the iteration came to its end. */
  public static final String IS_CONVERGED = "is_converged";

  private static final StructType SEEN =
      StructType.fromDDL(
          "parameter_version string, fitted_on date, seen_cases_count bigint,"
              + " seen_summary_hash string");
  private static final Set<DataType> EXACT =
      Set.of(
          DataTypes.StringType,
          DataTypes.BooleanType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.DateType);

  /** A fit whose columns keep what the tables promise. */
  public Fit {
    Arrays.stream(summary.fields())
        .filter(column -> !isExact(column.dataType()))
        .forEach(column -> refuse(name, "reads " + column.name() + ", which is not exact"));
    if (!Arrays.asList(parameters.fields()).contains(flag())) {
      refuse(name, "does not fill " + IS_CONVERGED + " boolean");
    }
  }

  /** The same with the columns as in a create statement. */
  public static Fit of(
      String name,
      int version,
      String summary,
      String parameters,
      UnaryOperator<List<Row>> solver) {
    return new Fit(
        name, version, StructType.fromDDL(summary), StructType.fromDDL(parameters), solver);
  }

  /** The columns of the table: its parameters, then which data they were found in. */
  public StructType columns() {
    return new StructType(
        Stream.of(parameters, SEEN)
            .flatMap(each -> Arrays.stream(each.fields()))
            .toArray(StructField[]::new));
  }

  /** The rows of the table for a summary; none when it has no rows. */
  public List<Row> rows(Summary seen) {
    if (seen.rows().isEmpty()) {
      return List.of();
    }
    List<Object> saw =
        List.of(
            parameterVersion(seen), java.sql.Date.valueOf(seen.on()), seen.cases(), seen.hash());
    return solver.apply(seen.rows()).stream().map(row -> row(row, saw)).toList();
  }

  /** Names the parameters by what decides over them: the day, this code, and the data. */
  public String parameterVersion(Summary seen) {
    return seen.on() + "." + version + "." + seen.shortHash();
  }

  private static Row row(Row found, List<Object> saw) {
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      cells.add(found.get(i));
    }
    cells.addAll(saw);
    return RowFactory.create(cells.toArray());
  }

  private static StructField flag() {
    return new StructType().add(IS_CONVERGED, DataTypes.BooleanType).fields()[0];
  }

  private static boolean isExact(DataType type) {
    return EXACT.contains(type) || type instanceof DecimalType;
  }

  private static void refuse(String name, String why) {
    throw new IllegalArgumentException("fit " + name + " " + why);
  }
}
