package org.crmkpi.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.delta.Version;
import org.crmkpi.session.Effort;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.Provenance.Taken;
import org.crmkpi.warehouse.TableState;

/**
 * The rows of a table of sums that some keys move: what the keys add now, less what they added when
 * the table was last computed, on top of what it says.
 */
final class SummedRows {
  private final SparkSession session;
  private final QueryRows queries;
  private final Arguments arguments;
  private final TableFolder table;
  private final Contract contract;
  private final TableState state;

  SummedRows(
      SparkSession session,
      QueryRows queries,
      Arguments arguments,
      TableFolder table,
      TableState state) {
    this.session = session;
    this.queries = queries;
    this.arguments = arguments;
    this.table = table;
    this.contract = table.contract();
    this.state = state;
  }

  /** Rows of the table by their grain: which to compute, and what they are now. */
  record Moved(Extent.Keys extent, Prepared rows) {}

  /**
   * The moved rows.
   *
   * @param some rows of the inputs that the keys need, as they are now
   * @param scratch folder below the table for the movements
   */
  Moved prepare(
      Map<String, TableState> inputs,
      Map<String, Dataset<Row>> some,
      Extent.Keys keys,
      String scratch) {
    Provenance then = state.provenance().orElseThrow();
    Map<String, Dataset<Row>> before = before(inputs, some, then);
    Dataset<Row> added = queries.sums(session, table, some, arguments);
    Dataset<Row> taken = queries.sums(session, table, before, arguments.on(then.asOf()));
    StagedRows moves =
        state.table().stage(sum(added.unionAll(negated(taken))).where(isMove()), scratch);
    Effort.forRows(session, state.version().rowCount());
    Dataset<Row> cells = moves.read(session).select(Keys.columns(contract.grain()));
    Dataset<Row> old = Keys.only(state.version().read(session), cells);
    String counted = ((Refresh.Summed) contract.refresh()).counted();
    Dataset<Row> rows = sum(old.unionAll(moves.read(session))).where(functions.col(counted).gt(0));
    return new Moved(
        new Extent.Keys(cells, keys.count(), keys.why()),
        Prepared.whole(Conform.published(rows, contract)));
  }

  /**
   * What the same keys needed: of inputs that have the key, the rows of now without what changed
   * since; of others, what those rows name, which may be more than what the rows of now do.
   */
  private Map<String, Dataset<Row>> before(
      Map<String, TableState> inputs, Map<String, Dataset<Row>> some, Provenance then) {
    Map<String, Dataset<Row>> before = new HashMap<>(some);
    before.replaceAll(
        (name, now) ->
            contract.refresh().isKeyed(name, now.columns())
                ? undone(inputs.get(name), now, then.inputs().get(name))
                : version(inputs.get(name), then.inputs().get(name)).read(session));
    QueryRows.restrict(
        session,
        contract.refresh(),
        before,
        arguments.on(then.asOf()),
        (name, keys) -> Keys.only(before.get(name), keys));
    return before;
  }

  private Dataset<Row> undone(TableState input, Dataset<Row> now, Taken then) {
    return then.content() == input.version().content()
        ? now
        : Difference.undone(now, InputChanges.since(session, input, then).orElseThrow());
  }

  private static Version version(TableState input, Taken then) {
    return then.content() == input.version().content()
        ? input.version()
        : input.table().version(then.content());
  }

  private Dataset<Row> negated(Dataset<Row> rows) {
    return rows.select(
        Arrays.stream(rows.columns())
            .map(
                name ->
                    contract.grain().contains(name)
                        ? functions.col(name)
                        : functions.negate(functions.col(name)).as(name))
            .toArray(Column[]::new));
  }

  private Dataset<Row> sum(Dataset<Row> rows) {
    List<Column> sums =
        measures().map(name -> functions.sum(name).cast(type(name)).as(name)).toList();
    Dataset<Row> summed =
        rows.groupBy(Keys.columns(contract.grain()))
            .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new));
    return summed.select(Arrays.stream(rows.columns()).map(functions::col).toArray(Column[]::new));
  }

  private Column isMove() {
    return measures().map(name -> functions.col(name).notEqual(0)).reduce(Column::or).orElseThrow();
  }

  private Stream<String> measures() {
    return Arrays.stream(contract.schema().fieldNames())
        .filter(name -> !contract.grain().contains(name));
  }

  private org.apache.spark.sql.types.DataType type(String name) {
    return contract.schema().apply(name).dataType();
  }
}
