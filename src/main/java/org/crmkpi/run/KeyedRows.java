package org.crmkpi.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.delta.KeyHashes;
import org.crmkpi.delta.Sought;
import org.crmkpi.delta.Version;
import org.crmkpi.session.Effort;
import org.crmkpi.table.Contract;

/**
 * The rows of some keys. Of large tables only those pages of the files are read that may hold one,
 * as far as the keys are few and tell something about the column by which the files are sorted.
 */
final class KeyedRows {
  /** A value has a few rows; one with many more has pages of its own, which are read anyway. */
  private static final int MOST_ROWS = 3 * Sought.MOST_VALUES;

  private final SparkSession session;
  private final Dataset<Row> keys;
  private final long fewRows;
  private final Map<String, Optional<Sought>> sought = new HashMap<>();
  private Optional<Boolean> areFew = Optional.empty();

  /**
   * Rows of keys.
   *
   * @param keys each once
   * @param fewRows tables with fewer rows are read as a whole
   */
  KeyedRows(SparkSession session, Dataset<Row> keys, long fewRows) {
    this.session = session;
    this.keys = keys;
    this.fewRows = fewRows;
  }

  /** The same by reading all rows, which does not rely on what the files say about themselves. */
  static KeyedRows ofWhole(SparkSession session, Dataset<Row> keys) {
    return new KeyedRows(session, keys, Long.MAX_VALUE);
  }

  Dataset<Row> keys() {
    return keys;
  }

  /** The same for other keys. */
  KeyedRows of(Dataset<Row> others) {
    return new KeyedRows(session, others, fewRows);
  }

  /** The rows of a version of a table that have one of the keys. */
  Dataset<Row> in(Version version, Contract contract) {
    return isSmall(version)
        ? Keys.only(version.read(session), keys)
        : version.pick(session, sought(version, contract), this::only);
  }

  /** The same with the place of each row. */
  Dataset<Row> locatedIn(Version version, Contract contract) {
    return isSmall(version)
        ? Keys.only(version.readLocated(session), keys)
        : version.pickLocated(session, sought(version, contract), this::only);
  }

  private boolean isSmall(Version version) {
    return version.rowCount() < fewRows;
  }

  private Dataset<Row> only(Dataset<Row> rows) {
    return Keys.only(KeyHashes.candidates(rows, List.of(keys.columns()), keys), keys);
  }

  private Optional<Sought> sought(Version version, Contract contract) {
    return contract
        .clustering()
        .filter(column -> contract.column(column).orElseThrow().type().equals(DataTypes.StringType))
        .flatMap(
            column ->
                Arrays.asList(keys.columns()).contains(column)
                    ? sought.computeIfAbsent(
                        column, name -> among(name, keys.select(name).distinct()))
                    : found(version, column));
  }

  /**
   * Finds the values by reading no more than the key and the column that the files are sorted by.
   */
  private Optional<Sought> found(Version version, String column) {
    if (!areFew()) {
      return Optional.empty();
    }
    Effort.forRows(session, version.rowCount());
    List<String> names = new ArrayList<>(Arrays.asList(keys.columns()));
    names.add(column);
    Column[] narrow = Keys.columns(names);
    return among(column, version.pick(session, Optional.empty(), this::only).select(narrow));
  }

  /** Values of rows, which Spark stops to look for as soon as they are too many. */
  private static Optional<Sought> among(String column, Dataset<Row> rows) {
    List<String> values =
        rows.select(column).limit(MOST_ROWS + 1).as(Encoders.STRING()).collectAsList();
    return values.size() > MOST_ROWS
        ? Optional.empty()
        : Sought.of(column, values.stream().distinct().toList());
  }

  private boolean areFew() {
    if (areFew.isEmpty()) {
      areFew = Optional.of(keys.limit(Sought.MOST_VALUES + 1).count() <= Sought.MOST_VALUES);
    }
    return areFew.get();
  }
}
