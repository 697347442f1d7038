package org.crmkpi.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.crmkpi.session.Effort;
import org.crmkpi.table.Check;
import org.crmkpi.table.Contract;

/** All checks of a contract: unique grain, not null, row rules. */
public final class Checks {
  private static final String GRAIN = "grain_is_unique";
  private static final int SAMPLE = 5;

  private static final String ROWS = "checked_rows";
  private static final String REPEATED = "repeated_hashes";

  private static final String HASH = "rows_hash";
  private static final String FAILED = "failed_";

  private Checks() {}

  /** The checks that hold for every table, and those that the contract states. */
  public static List<Check> of(Contract contract) {
    List<Check> checks = new ArrayList<>();
    contract.columns().stream()
        .filter(column -> !column.nullable())
        .map(column -> stop("not_null_" + column.name(), column.name() + " is not null"))
        .forEach(checks::add);
    contract.checks().stream()
        .filter(check -> check.severity() != Check.Severity.REJECT)
        .forEach(checks::add);
    return checks;
  }

  /**
   * What a pass over the rows found.
   *
   * @param rowsHash exclusive or of the hashes of all rows: the same for the same rows in any order
   */
  public record Found(List<CheckResult> results, long rowsHash) {}

  /**
   * Evaluates every check.
   *
   * @param count of the rows, from their files
   */
  public static Found run(Dataset<Row> rows, Contract contract, long count) {
    if (count == 0) {
      return found(contract, 0, name -> 0L);
    }
    if (Effort.isMuch(count)) {
      Row found = aggregated(rows, measures(contract));
      return found(contract, repeated(rows, contract), found::getAs);
    }
    Row found = aggregated(byKey(rows, contract), totals(contract));
    long alike = found.getAs(REPEATED);
    return found(contract, alike == 0 ? 0 : repeated(rows, contract), found::getAs);
  }

  private static Row aggregated(Dataset<Row> rows, List<Column> measures) {
    return rows.agg(measures.get(0), rest(measures)).head();
  }

  /** The measures of the rows whose keys have the same hash. */
  private static Dataset<Row> byKey(Dataset<Row> rows, Contract contract) {
    List<Column> measures = measures(contract);
    return rows.groupBy(functions.xxhash64(grain(contract)).as("key"))
        .agg(measures.get(0), rest(measures));
  }

  private static Column[] rest(List<Column> columns) {
    return columns.subList(1, columns.size()).toArray(Column[]::new);
  }

  /** Up to five rows that break the rule, as text, without columns that are about a person. */
  public static List<String> sample(Dataset<Row> rows, Contract contract, Check check) {
    Column[] shown =
        contract.columns().stream()
            .filter(column -> column.personal() == org.crmkpi.table.PersonalData.NONE)
            .map(column -> functions.col(column.name()))
            .toArray(Column[]::new);
    return broken(rows, contract, check)
        .select(functions.to_json(functions.struct(shown)))
        .limit(SAMPLE)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** The rows that break a rule. */
  public static Dataset<Row> broken(Dataset<Row> rows, Contract contract, Check check) {
    if (!check.name().equals(GRAIN)) {
      return rows.where(functions.not(passes(check)));
    }
    String count = "rows_of_the_key";
    Dataset<Row> repeated =
        rows.groupBy(grain(contract))
            .agg(functions.count("*").as(count))
            .where(functions.col(count).gt(1))
            .drop(count);
    Column sameKey =
        contract.grain().stream()
            .map(name -> rows.col(name).eqNullSafe(repeated.col(name)))
            .reduce(Column::and)
            .orElse(functions.lit(true));
    return rows.join(repeated, sameKey, "left_semi");
  }

  private static List<Column> measures(Contract contract) {
    Column[] columns =
        Arrays.stream(contract.schema().fieldNames()).map(functions::col).toArray(Column[]::new);
    List<Column> measures = new ArrayList<>();
    measures.add(functions.count(functions.lit(1)).as(ROWS));
    measures.add(functions.bit_xor(functions.xxhash64(columns)).as(HASH));
    List<Check> checks = of(contract);
    for (int i = 0; i < checks.size(); i++) {
      measures.add(functions.count_if(functions.not(passes(checks.get(i)))).as(FAILED + i));
    }
    return measures;
  }

  /** The same measures of all rows, from those of their keys. */
  private static List<Column> totals(Contract contract) {
    Column rows = functions.col(ROWS);
    List<Column> totals = new ArrayList<>();
    totals.add(functions.sum(rows).as(ROWS));
    totals.add(functions.bit_xor(functions.col(HASH)).as(HASH));
    IntStream.range(0, of(contract).size())
        .mapToObj(i -> functions.sum(functions.col(FAILED + i)).as(FAILED + i))
        .forEach(totals::add);
    totals.add(functions.count_if(rows.gt(1)).as(REPEATED));
    return totals;
  }

  /** Exclusive or of the hashes of all rows. */
  static long rowsHash(Dataset<Row> rows, Contract contract) {
    Row hash = rows.agg(measures(contract).get(1)).head();
    return hash.isNullAt(0) ? 0 : hash.getLong(0);
  }

  /**
   * What was measured.
   *
   * @param repeated rows that share their key with another
   * @param measured by name
   */
  private static Found found(Contract contract, long repeated, Function<String, Long> measured) {
    long count = measured.apply(ROWS);
    List<Check> checks = of(contract);
    List<CheckResult> results = new ArrayList<>();
    results.add(new CheckResult(stop(GRAIN, "true"), repeated, count));
    IntStream.range(0, checks.size())
        .mapToObj(i -> new CheckResult(checks.get(i), measured.apply(FAILED + i), count))
        .forEach(results::add);
    return new Found(results, measured.apply(HASH));
  }

  /**
   * How many rows share their key with another. Different hashes are different keys; keys
   * themselves, which are longer, are compared only where hashes are equal.
   */
  private static long repeated(Dataset<Row> rows, Contract contract) {
    Column hash = functions.xxhash64(grain(contract));
    return count(rows, hash) == 0 ? 0 : count(rows, grain(contract));
  }

  private static long count(Dataset<Row> rows, Column... key) {
    Column count = functions.col("count");
    return rows.groupBy(key)
        .count()
        .where(count.gt(1))
        .agg(functions.coalesce(functions.sum(count), functions.lit(0L)))
        .head()
        .getLong(0);
  }

  private static Column[] grain(Contract contract) {
    return contract.grain().stream().map(functions::col).toArray(Column[]::new);
  }

  private static Column passes(Check check) {
    return functions.coalesce(functions.expr(check.predicate()), functions.lit(true));
  }

  private static Check stop(String name, String predicate) {
    return new Check(name, predicate, Check.Severity.STOP, name.replace('_', ' '));
  }
}
