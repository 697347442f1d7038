package org.crmkpi.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.delta.DataFile;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.run.TableResult.Published;
import org.crmkpi.run.TableResult.Status;
import org.crmkpi.table.Contract;
import org.crmkpi.warehouse.Releases;
import org.crmkpi.warehouse.Warehouse;

/** Writes what a run did to crm_ops; the release comes last and makes the night visible. */
final class Journal {
  private final SparkSession spark;
  private final Catalogue catalogue;
  private final Warehouse warehouse;
  private final NightRequest request;
  private final Clock clock;
  private final long marked;

  private Journal(
      SparkSession spark,
      Catalogue catalogue,
      Warehouse warehouse,
      NightRequest request,
      Clock clock,
      long marked) {
    this.spark = spark;
    this.catalogue = catalogue;
    this.warehouse = warehouse;
    this.request = request;
    this.clock = clock;
    this.marked = marked;
  }

  /**
   * Begins the journal of a run with a mark in the table of releases: a run whose mark is not the
   * newest any more cannot release, however late it finds out that it lost the lock.
   */
  static Journal begin(
      SparkSession spark,
      Catalogue catalogue,
      Warehouse warehouse,
      NightRequest request,
      Clock clock) {
    Contract releases = catalogue.table(Releases.TABLE).contract();
    long marked = warehouse.table(releases).mark(releases.schema().asNullable());
    return new Journal(spark, catalogue, warehouse, request, clock, marked);
  }

  /** Records tables, checks and rejected rows of a run. */
  void record(List<TableResult> results, List<StagedRows> rejected) {
    append("table_runs", results.stream().map(this::tableRun));
    append("checks", results.stream().flatMap(this::checks));
    if (!rejected.isEmpty()) {
      List<DataFile> files = rejected.stream().flatMap(each -> each.files().stream()).toList();
      Contract contract = contract(RejectedRows.TABLE);
      warehouse.table(contract).append(new StagedRows(contract.schema(), files));
    }
  }

  /** Appends rows of a table that the load fills, such as the file ledger; no rows, no commit. */
  void append(String table, Dataset<Row> rows) {
    StagedRows staged = staged(table, rows);
    DeltaTable target = warehouse.table(contract(table));
    if (staged.rowCount() > 0 || target.newest().isEmpty()) {
      target.append(staged);
    }
  }

  private StagedRows staged(String table, Dataset<Row> rows) {
    Contract contract = contract(table);
    return warehouse
        .table(contract)
        .stage(Conform.published(rows, contract), "data/" + request.runId());
  }

  /** Makes these versions the newest release, in one commit right after the mark of this run. */
  void release(Map<Contract, Long> versions) {
    Timestamp now = Timestamp.from(clock.instant());
    Stream<Row> rows =
        versions.entrySet().stream()
            .map(
                entry ->
                    RowFactory.create(
                        request.runId(),
                        java.sql.Date.valueOf(request.arguments().asOf()),
                        now,
                        entry.getKey().name(),
                        entry.getKey().layer().schema(),
                        entry.getValue(),
                        entry.getKey().version()));
    warehouse
        .table(contract(Releases.TABLE))
        .append(staged(Releases.TABLE, dataset(Releases.TABLE, rows)), marked);
  }

  /** Records the end of the run. */
  void finish(Optional<String> failure, List<TableResult> results) {
    int published =
        (int) results.stream().filter(each -> each.status() == Status.PUBLISHED).count();
    append(
        "runs",
        Stream.of(
            RowFactory.create(
                request.runId(),
                java.sql.Date.valueOf(request.arguments().asOf()),
                String.join(",", request.sources()),
                Timestamp.from(request.startedAt()),
                Timestamp.from(clock.instant()),
                failure.isEmpty() ? "done" : "failed",
                published,
                failure.orElse(null))));
  }

  private Row tableRun(TableResult result) {
    Optional<Published> published = result.published();
    return RowFactory.create(
        request.runId(),
        result.contract().qualifiedName(),
        result.status().words(),
        result.why(),
        result.keys().orElse(null),
        result.contract().version(),
        published.map(Published::version).orElse(null),
        published.map(Published::rows).orElse(null),
        published.map(Published::rejected).orElse(null),
        published.map(Published::waiting).orElse(null),
        result.seconds());
  }

  private Stream<Row> checks(TableResult result) {
    return result.checks().stream()
        .map(
            check ->
                RowFactory.create(
                    request.runId(),
                    result.contract().qualifiedName(),
                    check.check().name(),
                    check.check().severity().name().toLowerCase(java.util.Locale.ROOT),
                    check.failedRows(),
                    check.checkedRows(),
                    check.passed()));
  }

  private void append(String table, Stream<Row> rows) {
    append(table, dataset(table, rows));
  }

  private Dataset<Row> dataset(String table, Stream<Row> rows) {
    List<Row> all = new ArrayList<>(rows.toList());
    return spark.createDataFrame(all, contract(table).schema()).coalesce(1);
  }

  private Contract contract(String table) {
    return catalogue.table(table).contract();
  }
}
