package org.crmkpi.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.delta.Version;
import org.crmkpi.run.TableResult.Status;
import org.crmkpi.table.Contract;

/** The life of one table in a night: stage, check, publish. Readers see it after the commit. */
final class TableStep {
  private static final int KEPT_ROWS = 1000;

  private final SparkSession session;
  private final Warehouse warehouse;
  private final RejectedRows rejectedRows;
  private final String runId;

  /**
   * What a step left behind.
   *
   * @param version what readers see from now on; empty when nothing was published
   * @param rejected staged rows for crm_ops.rejected_rows
   */
  record Outcome(TableResult result, Optional<Version> version, Optional<StagedRows> rejected) {}

  TableStep(SparkSession session, Warehouse warehouse, RejectedRows rejectedRows, String runId) {
    this.session = session;
    this.warehouse = warehouse;
    this.rejectedRows = rejectedRows;
    this.runId = runId;
  }

  /** Computes, checks and publishes; rows that a stop check found are kept, not published. */
  Outcome publish(Contract contract, Prepared prepared, long startedAt) {
    DeltaTable table = warehouse.table(contract);
    StagedRows staged = table.stage(prepared.accepted(), "data/" + runId);
    List<CheckResult> checks = Checks.run(staged.read(session), contract);
    Optional<CheckResult> broken = checks.stream().filter(CheckResult::stops).findFirst();
    if (broken.isPresent()) {
      return stopped(contract, staged, broken.get(), checks, startedAt);
    }
    long rejected = prepared.rejectedCount().getAsLong();
    Optional<StagedRows> turnedAway =
        rejected == 0
            ? Optional.empty()
            : prepared.rejected().map(rows -> rejectedRows.stage(contract.name(), rows));
    try {
      prepared.limit().accept(staged.rowCount());
    } catch (CrmFailure tooMany) {
      return failed(contract, checks, tooMany, turnedAway, startedAt);
    }
    long waiting = prepared.waitingCount().getAsLong();
    Version version = show(table, staged);
    var published =
        new TableResult.Published(version.number(), staged.rowCount(), rejected, waiting);
    return new Outcome(
        result(contract, Status.PUBLISHED, published, checks, startedAt),
        Optional.of(version),
        turnedAway);
  }

  /** Publishes a table without rows; one that is empty already is left as it is. */
  Outcome publishEmpty(Contract contract, long startedAt) {
    DeltaTable table = warehouse.table(contract);
    Version version =
        table
            .newest()
            .filter(v -> v.files().isEmpty() && v.schema().equals(contract.schema()))
            .orElseGet(() -> show(table, new StagedRows(contract.schema(), List.of())));
    var published = new TableResult.Published(version.number(), 0, 0, 0);
    return new Outcome(
        result(contract, Status.NO_SOURCE, published, List.of(), startedAt),
        Optional.of(version),
        Optional.empty());
  }

  private Outcome stopped(
      Contract contract,
      StagedRows staged,
      CheckResult failed,
      List<CheckResult> checks,
      long startedAt) {
    Dataset<Row> rows = staged.read(session);
    Dataset<Row> broken =
        Checks.broken(rows, contract, failed.check())
            .limit(KEPT_ROWS)
            .withColumn(
                Conform.REJECT_REASON, functions.lit("check " + failed.check().name() + " failed"));
    StagedRows kept = rejectedRows.stage(contract.name(), RejectedRows.describe(contract, broken));
    CrmFailure failure = failure(contract, failed, Checks.sample(rows, contract, failed.check()));
    return failed(contract, checks, failure, Optional.of(kept), startedAt);
  }

  private static Outcome failed(
      Contract contract,
      List<CheckResult> checks,
      CrmFailure failure,
      Optional<StagedRows> kept,
      long startedAt) {
    TableResult result =
        new TableResult(
            contract,
            Status.FAILED,
            Optional.empty(),
            checks,
            seconds(startedAt),
            Optional.of(failure));
    return new Outcome(result, Optional.empty(), kept);
  }

  private static CrmFailure failure(Contract contract, CheckResult failed, List<String> first) {
    return CrmFailure.of(
        Category.DATA,
        contract.qualifiedName(),
        "check %s failed for %d of %d rows; nothing was published"
            .formatted(failed.check().name(), failed.failedRows(), failed.checkedRows()),
        "First: " + String.join("\n", first),
        "crm-kpi show --rejected %s, then crm-kpi run --select %s"
            .formatted(contract.name(), contract.name()));
  }

  private static TableResult result(
      Contract contract,
      Status status,
      TableResult.Published published,
      List<CheckResult> checks,
      long startedAt) {
    return new TableResult(
        contract, status, Optional.of(published), checks, seconds(startedAt), Optional.empty());
  }

  private static Version show(DeltaTable table, StagedRows staged) {
    long number = table.replace(staged);
    return new Version(number, staged.schema(), Map.of(), staged.files());
  }

  static double seconds(long startedAt) {
    return (System.nanoTime() - startedAt) / 1e9;
  }
}
