package org.crmkpi.run;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.table.Contract;

/** Writes the rows of a table where no reader sees them and holds them to the contract. */
final class Checking {
  private static final int KEPT_ROWS = 1000;

  private final SparkSession session;
  private final DeltaTable table;
  private final Contract contract;
  private final RejectedRows rejectedRows;

  Checking(SparkSession session, DeltaTable table, Contract contract, RejectedRows rejectedRows) {
    this.session = session;
    this.table = table;
    this.contract = contract;
    this.rejectedRows = rejectedRows;
  }

  /**
   * Computes and checks; rows that a stop check found are kept for inspection.
   *
   * @param attempt a name that no other attempt of this table uses
   * @param rowsBefore of the table, where only some of them are computed: a few rejected rows among
   *     a few changed ones are still few of the table
   */
  Checked check(Prepared prepared, String attempt, long rowsBefore) {
    StagedRows staged = table.stage(prepared.accepted(), attempt, contract.clustering());
    Checks.Found found = Checks.run(staged.read(session), contract, staged.rowCount());
    Optional<CheckResult> broken = found.results().stream().filter(CheckResult::stops).findFirst();
    long rejected = prepared.rejectedCount().getAsLong();
    Optional<StagedRows> turnedAway =
        broken.isPresent()
            ? broken.map(check -> keep(staged, check))
            : prepared
                .rejected()
                .filter(rows -> rejected > 0)
                .map(rows -> rejectedRows.stage(contract.name(), rows));
    Optional<CrmFailure> failure =
        broken
            .map(check -> failure(staged, check))
            .or(() -> overLimit(prepared, Math.max(staged.rowCount(), rowsBefore)));
    return new Checked(
        staged,
        found.results(),
        found.rowsHash(),
        turnedAway,
        rejected,
        prepared.waitingCount().getAsLong(),
        failure);
  }

  private static Optional<CrmFailure> overLimit(Prepared prepared, long accepted) {
    try {
      prepared.limit().accept(accepted);
      return Optional.empty();
    } catch (CrmFailure tooMany) {
      return Optional.of(tooMany);
    }
  }

  private StagedRows keep(StagedRows staged, CheckResult failed) {
    Dataset<Row> broken =
        Checks.broken(staged.read(session), contract, failed.check())
            .limit(KEPT_ROWS)
            .withColumn(
                Conform.REJECT_REASON, functions.lit("check " + failed.check().name() + " failed"));
    return rejectedRows.stage(contract.name(), RejectedRows.describe(contract, broken));
  }

  private CrmFailure failure(StagedRows staged, CheckResult failed) {
    List<String> first = Checks.sample(staged.read(session), contract, failed.check());
    return CrmFailure.of(
        Category.DATA,
        contract.qualifiedName(),
        "check %s failed for %d of %d rows; nothing was published"
            .formatted(failed.check().name(), failed.failedRows(), failed.checkedRows()),
        "First: " + String.join("\n", first),
        "crm-kpi show --rejected %s, then crm-kpi run --select %s"
            .formatted(contract.name(), contract.name()));
  }
}
