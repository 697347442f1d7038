package org.crmkpi.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Version;
import org.crmkpi.session.Effort;
import org.crmkpi.session.Observed;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;

/** The rows of a derived table: its query over the versions of its inputs, or over some keys. */
final class QueryRows {
  private static final String REJECTED = "rejected";
  private static final String KEYS = "keys";

  private final Catalogue catalogue;
  private final Arguments arguments;
  private final double rejectedShareLimit;

  QueryRows(Catalogue catalogue, Arguments arguments, double rejectedShareLimit) {
    this.catalogue = catalogue;
    this.arguments = arguments;
    this.rejectedShareLimit = rejectedShareLimit;
  }

  /** All rows. */
  Prepared prepare(SparkSession session, TableFolder table, Map<String, Version> versions) {
    return prepared(table.contract(), rows(session, table, read(session, versions), arguments));
  }

  /** The rows of some keys: the same query over the rows of the inputs that these keys need. */
  Prepared prepareSome(SparkSession session, TableFolder table, Map<String, Dataset<Row>> some) {
    return prepared(table.contract(), rows(session, table, some, arguments));
  }

  /** What some keys add to a table of sums. */
  Dataset<Row> sums(
      SparkSession session, TableFolder table, Map<String, Dataset<Row>> some, Arguments then) {
    return Conform.published(rows(session, table, some, then), table.contract());
  }

  private Dataset<Row> rows(
      SparkSession session, TableFolder table, Map<String, Dataset<Row>> inputs, Arguments values) {
    return new Transform(session, catalogue).rows(table, inputs, values);
  }

  private static Map<String, Dataset<Row>> read(
      SparkSession session, Map<String, Version> versions) {
    Map<String, Dataset<Row>> inputs = new HashMap<>();
    versions.forEach((name, version) -> inputs.put(name, version.read(session)));
    return inputs;
  }

  /**
   * The rows of the inputs that some keys need: those that have the key are restricted to it,
   * others to what the contract says. From then on the session is set up for as many rows as these
   * are.
   */
  Map<String, Dataset<Row>> some(
      SparkSession session,
      TableFolder table,
      Map<String, Version> versions,
      KeyedRows keys,
      Extracts extracts) {
    Refresh refresh = table.contract().refresh();
    Map<String, Dataset<Row>> inputs = read(session, versions);
    Map<String, Long> counts = new HashMap<>();
    versions.forEach((name, version) -> counts.put(name, version.rowCount()));
    BiFunction<String, Dataset<Row>, Dataset<Row>> kept =
        (name, rows) -> {
          Extracts.Extract extract = extracts.keep(name, rows, counts.get(name));
          counts.put(name, extract.atMost());
          return extract.rows();
        };
    inputs.replaceAll(
        (name, rows) ->
            refresh.isKeyed(name, rows.columns())
                ? kept.apply(name, keys.in(versions.get(name), contract(name)))
                : rows);
    keys.keys().createOrReplaceTempView(KEYS);
    restrict(
        session,
        refresh,
        inputs,
        arguments,
        (name, needed) -> kept.apply(name, keys.of(needed).in(versions.get(name), contract(name))));
    Effort.forRows(session, counts.values().stream().mapToLong(Long::longValue).sum());
    return inputs;
  }

  /**
   * Restricts inputs without the key to the rows that the other inputs need, as the contract says.
   *
   * @param picked rows of an input by its name and their keys
   */
  static void restrict(
      SparkSession session,
      Refresh refresh,
      Map<String, Dataset<Row>> inputs,
      Arguments values,
      BiFunction<String, Dataset<Row>, Dataset<Row>> picked) {
    inputs.forEach((name, rows) -> rows.createOrReplaceTempView(name));
    refresh
        .needs()
        .forEach(
            (name, sql) ->
                inputs.computeIfPresent(
                    name,
                    (input, rows) ->
                        picked.apply(name, session.sql(sql, values.values()).distinct())));
  }

  private Contract contract(String table) {
    return catalogue.table(table).contract();
  }

  private Prepared prepared(Contract contract, Dataset<Row> rows) {
    Optional<Dataset<Row>> rejected = Conform.rejected(rows);
    if (rejected.isEmpty()) {
      return Prepared.whole(Conform.published(rows, contract));
    }
    Observation counted = new Observation();
    Column isRejected = functions.col(Conform.REJECT_REASON).isNotNull();
    Dataset<Row> observed = rows.observe(counted, functions.count_if(isRejected).as(REJECTED));
    return new Prepared(
        Conform.published(observed, contract),
        rejected.map(each -> RejectedRows.describe(contract, each)),
        () -> count(counted),
        () -> 0,
        accepted -> checkShare(contract, accepted, count(counted)));
  }

  private void checkShare(Contract contract, long accepted, long turnedAway) {
    if (turnedAway > rejectedShareLimit * (accepted + turnedAway)) {
      throw CrmFailure.of(
          Category.DATA,
          contract.qualifiedName(),
          "%d of %d rows were rejected, more than load.rejected_share_limit %s allows; nothing was"
                  .formatted(turnedAway, accepted + turnedAway, rejectedShareLimit)
              + " published",
          "",
          "crm-kpi show --sql "
              + contract.name()
              + " states the rule; mend the data or the limit.");
    }
  }

  private static long count(Observation counted) {
    return (Long) Observed.values(counted).get(REJECTED);
  }
}
