package org.crmkpi.bench;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.table.Column;
import org.crmkpi.table.Contract;

/**
 * Compares our released tables with the oracle's, row by row by grain. Doubles are equal within
 * 1e-9 of the larger one, everything else exactly.
 */
final class Equality {
  private static final int SHOWN_ROWS = 5;
  private static final String DOUBLES_DIFFER =
      """
      (ours.%1$s is distinct from oracle.%1$s and coalesce(abs(ours.%1$s - oracle.%1$s)
        > 1e-9 * greatest(abs(ours.%1$s), abs(oracle.%1$s)), true))""";

  private final DuckDb duck;
  private final BenchFolder folder;

  Equality(DuckDb duck, BenchFolder folder) {
    this.duck = duck;
    this.folder = folder;
  }

  /** Verdicts on all derived tables and on all that DuckDB computed, by name. */
  Map<String, Verdict> verdicts(Catalogue catalogue) {
    Map<String, Verdict> verdicts = new TreeMap<>();
    for (String computed : folder.oracleTables()) {
      verdicts.put(computed, new Verdict.NotCompared("the catalogue has no such table"));
    }
    catalogue.contracts().stream()
        .filter(Contract::isDerived)
        .forEach(contract -> verdicts.put(contract.name(), verdict(contract)));
    return verdicts;
  }

  /** The verdict on one table. */
  Verdict verdict(Contract contract) {
    if (!Files.exists(folder.oracle(contract.name()))) {
      return new Verdict.NotCompared("no src/test/bench/duckdb/" + contract.name() + ".sql");
    }
    if (!Files.exists(folder.released(contract.name()))) {
      return new Verdict.NotCompared("not in our release");
    }
    bind("ours", folder.released(contract.name()) + "/*.parquet");
    bind("oracle", folder.oracle(contract.name()).toString());
    List<String> shared = new ArrayList<>(duck.columns("from ours"));
    shared.retainAll(duck.columns("from oracle"));
    if (!shared.containsAll(contract.grain())) {
      return new Verdict.NotCompared("the DuckDB query lacks columns of the grain");
    }
    return compared(contract, shared);
  }

  private Verdict compared(Contract contract, List<String> shared) {
    List<Column> values =
        contract.columns().stream()
            .filter(column -> shared.contains(column.name()))
            .filter(column -> !contract.grain().contains(column.name()))
            .toList();
    String differing = differing(contract, values);
    long rows = duck.number("select count(*) from ours");
    long oracleRows = duck.number("select count(*) from oracle");
    long found = duck.number("select count(*) " + differing);
    if (found == 0 && rows == oracleRows) {
      return new Verdict.Equal(rows, leftOut(shared));
    }
    String shown =
        "select %s %s limit %d".formatted(shown(contract, values), differing, SHOWN_ROWS);
    return new Verdict.Different(rows, oracleRows, found, duck.texts(shown), leftOut(shared));
  }

  private List<String> leftOut(List<String> shared) {
    return Stream.of("ours", "oracle")
        .flatMap(side -> duck.columns("from " + side).stream())
        .filter(column -> !shared.contains(column))
        .toList();
  }

  private void bind(String name, String files) {
    duck.execute(
        "create or replace view %s as select *, true as is_here from '%s'".formatted(name, files));
  }

  private static String differing(Contract contract, List<Column> values) {
    return "from ours full join oracle using (%s) where ours.is_here is null or oracle.is_here is null"
            .formatted(String.join(", ", contract.grain()))
        + values.stream().map(Equality::differs).map(" or "::concat).collect(Collectors.joining());
  }

  private static String differs(Column column) {
    return column.type().equals(DataTypes.DoubleType)
        ? DOUBLES_DIFFER.formatted(column.name())
        : "ours.%1$s is distinct from oracle.%1$s".formatted(column.name());
  }

  /** A line a row: its key, whether a side lacks it, else what differs. */
  private static String shown(Contract contract, List<Column> values) {
    String key =
        contract.grain().stream()
            .map(column -> "'%1$s=' || %1$s".formatted(column))
            .collect(Collectors.joining(", "));
    String cells =
        values.stream()
            .map(
                column ->
                    ", case when %2$s then '%1$s: ' || coalesce(ours.%1$s::varchar, 'null') || ' | '"
                            .formatted(column.name(), differs(column))
                        + " || coalesce(oracle.%s::varchar, 'null') end".formatted(column.name()))
            .collect(Collectors.joining());
    return """
        case
          when ours.is_here is null then concat_ws(', ', %1$s, 'DuckDB only')
          when oracle.is_here is null then concat_ws(', ', %1$s, 'ours only')
          else concat_ws(', ', %1$s%2$s)
        end"""
        .formatted(key, cells);
  }
}
