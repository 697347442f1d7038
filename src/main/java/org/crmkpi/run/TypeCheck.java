package org.crmkpi.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Problems;
import org.crmkpi.fits.Fit;
import org.crmkpi.table.Chart;
import org.crmkpi.table.Check;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;

/** Analyses every query against empty inputs: what would fail at night fails in the build. */
public final class TypeCheck {
  private final SparkSession spark;
  private final Catalogue catalogue;
  private final Arguments arguments;
  private final Problems problems;

  /** A check of the whole catalogue with these argument types. */
  public TypeCheck(
      SparkSession spark, Catalogue catalogue, Arguments arguments, Problems problems) {
    this.spark = spark;
    this.catalogue = catalogue;
    this.arguments = arguments;
    this.problems = problems;
  }

  /** Analyses all tables; nothing is computed. */
  public void run() {
    catalogue.tables().forEach(this::check);
  }

  private void check(TableFolder table) {
    try {
      if (table.contract().isDerived()) {
        checkQuery(table);
      }
      checkPredicates(table);
      table.charts().forEach(chart -> checkChart(table, chart));
    } catch (CrmFailure wrong) {
      problems.add(table.shown("query.sql"), wrong.getMessage());
    }
  }

  private void checkQuery(TableFolder table) {
    SparkSession own = spark.newSession();
    Map<String, Dataset<Row>> inputs = new HashMap<>();
    catalogue.upstream(table.contract()).stream()
        .flatMap(name -> catalogue.find(name).stream())
        .forEach(input -> inputs.put(input.contract().name(), empty(own, input.contract())));
    Dataset<Row> rows = new Transform(own, catalogue).query(table, inputs, arguments);
    if (table.contract().refresh() instanceof Refresh.Fitted) {
      checkFit(table, rows.schema());
    } else {
      Conform.difference(rows.schema(), table.contract())
          .ifPresent(what -> problems.add(table.shown("table.conf"), what));
    }
    checkKeyQueries(own, table, inputs);
  }

  private void checkFit(TableFolder table, StructType found) {
    Fit fit = catalogue.fit(table.contract());
    StructType promised = table.contract().schema();
    Conform.difference("the query", found, "the fit", fit.summary())
        .ifPresent(what -> problems.add(table.shown("query.sql"), what));
    Conform.difference("the fit", fit.columns(), "the contract", promised)
        .ifPresent(what -> problems.add(table.shown("table.conf"), what));
  }

  /** The queries that follow changed keys, over the same empty inputs. */
  private void checkKeyQueries(
      SparkSession own, TableFolder table, Map<String, Dataset<Row>> inputs) {
    Refresh refresh = table.contract().refresh();
    Map<String, Object> values = new HashMap<>(arguments.values());
    values.put(ChangedKeys.PREVIOUS_AS_OF, arguments.asOf());
    refresh
        .through()
        .forEach(
            (name, sql) -> {
              inputs.getOrDefault(name, own.emptyDataFrame()).createOrReplaceTempView("changes");
              columns(own, table, "through." + name, sql, values, refresh.key());
            });
    key(table, inputs).ifPresent(keys -> keys.createOrReplaceTempView("keys"));
    refresh
        .needs()
        .forEach(
            (name, sql) ->
                columns(own, table, "needs." + name, sql, values, List.of())
                    .filter(found -> !Keys.has(inputs.get(name), List.of(found.columns())))
                    .ifPresent(
                        found ->
                            problems.add(
                                table.shown("table.conf"),
                                "needs.%s: %s are not columns of it"
                                    .formatted(name, List.of(found.columns())))));
  }

  private static Optional<Dataset<Row>> key(TableFolder table, Map<String, Dataset<Row>> inputs) {
    List<String> key = table.contract().refresh().key();
    return inputs.values().stream()
        .filter(rows -> !key.isEmpty() && Keys.has(rows, key))
        .findFirst()
        .map(rows -> rows.select(Keys.columns(key)));
  }

  private Optional<Dataset<Row>> columns(
      SparkSession own,
      TableFolder table,
      String where,
      String sql,
      Map<String, Object> values,
      List<String> wanted) {
    try {
      Dataset<Row> found = own.sql(sql, values);
      if (!Keys.has(found, wanted)) {
        problems.add(table.shown("table.conf"), where + " does not give " + wanted);
      }
      return Optional.of(found);
    } catch (Exception wrong) {
      problems.add(table.shown("table.conf"), where + ": " + wrong.getMessage());
      return Optional.empty();
    }
  }

  private void checkPredicates(TableFolder table) {
    for (Check check : table.contract().checks()) {
      try {
        empty(spark, table.contract()).where(functions.expr(check.predicate()));
      } catch (Exception wrong) {
        problems.add(
            table.shown("table.conf"), "check " + check.name() + ": " + wrong.getMessage());
      }
    }
  }

  private void checkChart(TableFolder table, Chart chart) {
    SparkSession own = spark.newSession();
    catalogue.contracts().forEach(each -> empty(own, each).createOrReplaceTempView(each.name()));
    try {
      List<String> found = List.of(own.sql(chart.sql()).columns());
      List<String> known = Stream.of(Chart.REQUIRED, Chart.OPTIONAL).flatMap(List::stream).toList();
      if (!found.containsAll(Chart.REQUIRED) || !known.containsAll(found)) {
        problems.add(
            table.shown("charts.conf"),
            "chart %s gives %s; it must give %s and may give %s"
                .formatted(chart.name(), found, Chart.REQUIRED, Chart.OPTIONAL));
      }
    } catch (Exception wrong) {
      problems.add(table.shown("charts.conf"), "chart " + chart.name() + ": " + wrong.getMessage());
    }
  }

  private static Dataset<Row> empty(SparkSession session, Contract contract) {
    return session.createDataFrame(List.of(), contract.schema());
  }
}
