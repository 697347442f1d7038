package org.crmkpi.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.crmkpi.table.Check;
import org.crmkpi.table.Contract;

/** All checks of a contract over staged rows, in one pass: unique grain, not null, row rules. */
public final class Checks {
  private static final String GRAIN = "grain_is_unique";
  private static final int SAMPLE = 5;

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

  /** Evaluates every check. */
  public static Found run(Dataset<Row> rows, Contract contract) {
    List<Check> checks = of(contract);
    Row found = aggregate(rows, contract, checks).head();
    long count = found.getLong(0);
    List<CheckResult> results = new ArrayList<>();
    results.add(new CheckResult(stop(GRAIN, "true"), found.getLong(2), count));
    IntStream.range(0, checks.size())
        .mapToObj(i -> new CheckResult(checks.get(i), found.getLong(i + 3), count))
        .forEach(results::add);
    return new Found(results, found.getLong(1));
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

  private static Dataset<Row> aggregate(Dataset<Row> rows, Contract contract, List<Check> checks) {
    List<Column> inner = new ArrayList<>();
    List<Column> outer = new ArrayList<>();
    Column[] columns =
        Arrays.stream(contract.schema().fieldNames()).map(functions::col).toArray(Column[]::new);
    inner.add(functions.bit_xor(functions.xxhash64(columns)).as("h"));
    outer.add(functions.coalesce(functions.sum("n"), functions.lit(0L)));
    outer.add(functions.coalesce(functions.bit_xor(functions.col("h")), functions.lit(0L)));
    Column repeated = functions.when(functions.col("n").gt(1), functions.col("n")).otherwise(0L);
    outer.add(functions.coalesce(functions.sum(repeated), functions.lit(0L)));
    for (int i = 0; i < checks.size(); i++) {
      inner.add(functions.count_if(functions.not(passes(checks.get(i)))).as("c" + i));
      outer.add(functions.coalesce(functions.sum("c" + i), functions.lit(0L)));
    }
    return rows.groupBy(grain(contract))
        .agg(functions.count("*").as("n"), inner.toArray(Column[]::new))
        .agg(outer.get(0), outer.subList(1, outer.size()).toArray(Column[]::new));
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
