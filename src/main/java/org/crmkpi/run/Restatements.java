package org.crmkpi.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.KeyHashes;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.warehouse.Warehouse;

/** Figures of complete periods whose value differs from that of the release before. */
final class Restatements {
  /** The table that keeps them. */
  static final String TABLE = "restatements";

  /** A slice that nobody had, and of which there is nothing, restates nothing; nor when it goes. */
  private static final String IS_NEWS =
      "coalesce(try_cast(coalesce(figure.value_before, figure.value_now) as double), 1) <> 0"
          + " or (figure.value_before is not null and figure.value_now is not null)";

  private static final String IS_COMPLETE = "is_complete";

  /** Columns of a grain that say which figures of which period; the others only slice them. */
  private static final Set<String> SERIES =
      Set.of("kpi", "basis", "model", "period_kind", "period_start_on");

  /**
   * More are a definition that changed, not a night; their hashes would fill each task's memory.
   */
  private static final long MOST_HASHES = 2_000_000;

  private static final List<String> FIGURE = List.of("table_name", "row_key", "column_name");

  private final SparkSession session;
  private final Catalogue catalogue;
  private final Warehouse warehouse;
  private final Map<String, Long> before;

  /**
   * Restatements against a release.
   *
   * @param before versions of the release before, by table name
   */
  Restatements(
      SparkSession session, Catalogue catalogue, Warehouse warehouse, Map<String, Long> before) {
    this.session = session;
    this.catalogue = catalogue;
    this.warehouse = warehouse;
    this.before = before;
  }

  /** Finds the restated figures of a night and records them; nothing when none can be. */
  void record(List<TableResult> results, String releaseId, Journal journal) {
    Reasons reasons = new Reasons(catalogue, results, before);
    results.stream()
        .filter(result -> result.isOtherThan(before))
        .filter(result -> isRestatable(result.contract()))
        .map(result -> changed(result, reasons.of(result.contract())))
        .reduce(Dataset::unionAll)
        .ifPresent(changes -> record(changes, releaseId, journal));
  }

  /** What changed is written first, because it is read twice; the end of the run removes it. */
  private void record(Dataset<Row> changes, String releaseId, Journal journal) {
    DeltaTable table = warehouse.table(Layer.OPS, TABLE);
    StagedRows staged = table.stage(changes, "data/" + releaseId + "-changes");
    journal.append(TABLE, rows(staged.read(session), earlier(table, staged), releaseId));
  }

  private Dataset<Row> rows(Dataset<Row> changes, Dataset<Row> earlier, String releaseId) {
    return firstPublished(changes, earlier)
        .withColumn("release_id", functions.lit(releaseId))
        .select(
            Arrays.stream(catalogue.table(TABLE).contract().schema().fieldNames())
                .map(functions::col)
                .toArray(Column[]::new));
  }

  private boolean isRestatable(Contract contract) {
    return contract.layer() == Layer.KPI
        && contract.column(IS_COMPLETE).isPresent()
        && before.containsKey(contract.name());
  }

  private Dataset<Row> changed(TableResult result, String reason) {
    Contract contract = result.contract();
    Version then = warehouse.table(contract).version(before.get(contract.name()));
    Version now = warehouse.table(contract).version(result.published().orElseThrow().version());
    Dataset<Row> old = then.read(session).as("old");
    Dataset<Row> current = now.read(session).as("now");
    Column isSame =
        contract.grain().stream()
            .map(name -> side("old", name).eqNullSafe(side("now", name)))
            .reduce(Column::and)
            .orElseThrow();
    Dataset<Row> pairs =
        old.where(side("old", IS_COMPLETE))
            .join(current, isSame, "left_outer")
            .select(key(contract, "old"), figures(contract, then).as("figure"));
    pairs = pairs.unionAll(newRows(contract, then, old, current, isSame));
    return pairs
        .select(functions.col("row_key"), functions.explode(functions.col("figure")).as("figure"))
        .where("not (figure.value_before <=> figure.value_now)")
        .where(IS_NEWS)
        .select(
            functions.lit(contract.qualifiedName()).as("table_name"),
            functions.col("row_key"),
            functions.col("figure.column_name"),
            functions.col("figure.value_before"),
            functions.col("figure.value_now"),
            functions.lit(reason).as("reason"));
  }

  /** New slices of figures that the release before had for a complete period. */
  private static Dataset<Row> newRows(
      Contract contract, Version then, Dataset<Row> old, Dataset<Row> current, Column isSame) {
    List<String> series = contract.grain().stream().filter(SERIES::contains).toList();
    Dataset<Row> added = current.join(old, isSame, "left_anti");
    Dataset<Row> closed = old.where(IS_COMPLETE).select(Keys.columns(series)).distinct();
    return (series.isEmpty() ? added.where("false") : Keys.only(added, closed))
        .as("now")
        .join(old.where("false"), functions.lit(false), "left_outer")
        .select(key(contract, "now"), figures(contract, then).as("figure"));
  }

  private static Column figures(Contract contract, Version then) {
    List<String> known = Arrays.asList(then.schema().fieldNames());
    List<Column> figures = new ArrayList<>();
    for (org.crmkpi.table.Column column : contract.columns()) {
      String name = column.name();
      if (!contract.grain().contains(name) && known.contains(name) && !name.equals(IS_COMPLETE)) {
        figures.add(
            functions.struct(
                functions.lit(name).as("column_name"),
                side("old", name).cast("string").as("value_before"),
                side("now", name).cast("string").as("value_now")));
      }
    }
    return functions.array(figures.toArray(Column[]::new));
  }

  private static Column key(Contract contract, String side) {
    Column[] parts =
        contract.grain().stream()
            .map(
                name ->
                    functions.concat(
                        functions.lit(name + "="),
                        functions.coalesce(side(side, name).cast("string"), functions.lit("null"))))
            .toArray(Column[]::new);
    return functions.concat_ws(", ", parts).as("row_key");
  }

  private static Column side(String side, String name) {
    return functions.col(side + "." + name);
  }

  /**
   * Restatements of the same figures by earlier nights, and others. Of all that was ever restated,
   * a night that restates few figures takes few, by their hashes.
   */
  private Dataset<Row> earlier(DeltaTable table, StagedRows changes) {
    StructType schema = catalogue.table(TABLE).contract().schema();
    Dataset<Row> all =
        table
            .newest()
            .filter(any -> changes.rowCount() > 0)
            .map(version -> version.read(session))
            .orElseGet(() -> session.createDataFrame(List.of(), schema));
    return changes.rowCount() > MOST_HASHES
        ? all
        : KeyHashes.candidates(all, FIGURE, changes.read(session).select(Keys.columns(FIGURE)));
  }

  /** What was published first: what the first restatement of the figure replaced. */
  private static Dataset<Row> firstPublished(Dataset<Row> changes, Dataset<Row> earlier) {
    Dataset<Row> first =
        earlier
            .groupBy(Keys.columns(FIGURE))
            .agg(
                functions
                    .min_by(
                        functions.struct(functions.col("first_published_value").as("value")),
                        functions.col("release_id"))
                    .as("first"));
    return changes
        .join(first, scala.jdk.javaapi.CollectionConverters.asScala(FIGURE).toSeq(), "left_outer")
        .withColumn(
            "first_published_value",
            functions
                .when(functions.col("first").isNotNull(), functions.col("first.value"))
                .otherwise(functions.col("value_before")));
  }
}
