package org.crmkpi.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Change;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.run.TableResult.Status;
import org.crmkpi.session.Effort;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.TableState;

/** The life of one table in a night: stage, check, publish. Readers see it after the commit. */
final class TableStep {
  private static final String SCRATCH = "_staged";

  private final SparkSession session;
  private final DeltaTable table;
  private final Contract contract;
  private final Checking checking;
  private final Optional<TableState> before;
  private final String runId;
  private final Extracts extracts;
  private final long fewRows;
  private final StepReport report;

  /**
   * A step.
   *
   * @param before what readers see until it publishes
   * @param fewRows tables with fewer rows are read as often as they are needed
   */
  TableStep(
      SparkSession session,
      DeltaTable table,
      Contract contract,
      RejectedRows rejectedRows,
      Optional<TableState> before,
      String runId,
      long fewRows) {
    this.session = session;
    this.table = table;
    this.contract = contract;
    this.checking = new Checking(session, table, contract, rejectedRows);
    this.before = before;
    this.runId = runId;
    this.fewRows = fewRows;
    this.report = new StepReport(contract);
    this.extracts = Extracts.staged(session, table, scratch(runId) + "/extracts", fewRows);
  }

  /** Where the rows go that keys pick out of large tables; removed with {@link #tidy}. */
  Extracts extracts() {
    return extracts;
  }

  /** The rows of some keys in this table and in those that it reads. */
  KeyedRows keyed(Extent.Keys extent) {
    return new KeyedRows(session, extent.keys(), fewRows);
  }

  /** Leaves the table as it is. */
  StepReport.Outcome skip(Extent.Nothing extent) {
    return report.done(Status.UNCHANGED, before.orElseThrow(), extent, Optional.empty());
  }

  /** Leaves the rows as they are and remembers from what they would be computed now. */
  StepReport.Outcome keep(Provenance provenance, Extent.Nothing extent) {
    TableState state = remembered(before.orElseThrow(), provenance);
    return report.done(Status.UNCHANGED, state, extent, Optional.empty());
  }

  /** Publishes a table without rows; one that is empty already is left as it is. */
  StepReport.Outcome publishEmpty(Provenance provenance, Extent extent) {
    Provenance made = provenance.with(0, Optional.empty());
    StagedRows nothing = new StagedRows(contract.schema(), List.of());
    TableState state =
        before
            .filter(each -> each.isComparable(contract) && each.version().files().isEmpty())
            .orElseGet(() -> commit(Change.replace(nothing, made.facts())));
    return report.done(Status.NO_SOURCE, state, extent, Optional.empty());
  }

  /**
   * Computes, checks and publishes all rows; makes no commit when they are those that readers see.
   *
   * @param provenance asked once the rows are computed
   * @param recordsChanges whether tables that follow by key need to know which rows changed
   */
  StepReport.Outcome publish(
      Prepared prepared, Supplier<Provenance> provenance, boolean recordsChanges, Extent extent) {
    Checked checked = checking.check(prepared, data(), 0);
    if (checked.failure().isPresent()) {
      return report.failed(checked, extent);
    }
    Optional<TableState> intact = before.filter(state -> isIntact(state, extent));
    Optional<TableState> same =
        intact.filter(
            state -> state.isSame(contract, checked.rows().rowCount(), checked.rowsHash()));
    if (same.isPresent()) {
      table.discard(data());
      return report.done(
          Status.UNCHANGED, remembered(same.get(), provenance.get()), extent, Optional.of(checked));
    }
    Optional<Difference> difference =
        intact
            .filter(state -> recordsChanges && state.isComparable(contract))
            .map(state -> difference(rows(state), checked.rows().read(session)));
    Optional<String> changes = difference.map(recorded -> changes());
    Map<String, String> facts = provenance.get().with(checked.rowsHash(), changes).facts();
    TableState after = commit(Change.replace(checked.rows(), facts));
    return report.done(
        Status.PUBLISHED,
        after,
        extent,
        Optional.of(checked),
        difference.map(recorded -> recorded.summary(session, contract.grain()).moves()));
  }

  /** Computes, checks and publishes the rows of some keys; other rows stay as they are. */
  StepReport.Outcome publish(
      Prepared prepared, Supplier<Provenance> provenance, Extent.Keys extent) {
    TableState state = before.orElseThrow();
    Checked checked =
        checking.check(prepared, scratch(runId) + "/rows", state.version().rowCount());
    if (checked.failure().isPresent()) {
      return report.failed(checked, extent);
    }
    Extracts.Extract old =
        extracts.keep(
            "rows before",
            keyed(extent).locatedIn(state.version(), contract),
            state.version().rowCount());
    Effort.forRows(session, old.atMost() + checked.rows().rowCount());
    Difference difference = difference(old.rows(), checked.rows().read(session));
    if (difference.isEmpty()) {
      return report.done(
          Status.UNCHANGED, remembered(state, provenance.get()), extent, Optional.of(checked));
    }
    Difference.Summary summary = difference.summary(session, contract.grain());
    long hash = state.provenance().orElseThrow().rowsHash() ^ summary.rowsHash();
    Map<String, String> facts = provenance.get().with(hash, Optional.of(changes())).facts();
    Exchange exchange = new Exchange(session, contract, state, difference);
    TableState after = commit(exchange.change(data(), facts));
    return report.done(
        Status.PUBLISHED, after, extent, Optional.of(checked), Optional.of(summary.moves()));
  }

  /** Writes keys that are expensive to find, because they are read more than once. */
  Extent.Keys staged(Dataset<Row> keys, String why) {
    StagedRows rows = table.stage(keys, scratch(runId) + "/keys");
    return new Extent.Keys(rows.read(session), rows.rowCount(), why);
  }

  private Difference difference(Dataset<Row> old, Dataset<Row> now) {
    return Difference.stage(table, contract.schema(), old, now, changes());
  }

  private Dataset<Row> rows(TableState state) {
    return state.version().readLocated(session);
  }

  /** Readers see the same rows; what else is kept changes only where that saves work later. */
  private TableState remembered(TableState state, Provenance provenance) {
    Provenance old = state.provenance().orElseThrow();
    Refresh refresh = contract.refresh();
    boolean asksInputs = !refresh.key().isEmpty() || refresh instanceof Refresh.Fitted;
    boolean isNews =
        !old.definition().equals(provenance.definition())
            || !old.token().equals(provenance.token())
            || (asksInputs && !old.inputs().equals(provenance.inputs()));
    Map<String, String> facts = provenance.with(old.rowsHash(), old.changes()).facts();
    return isNews ? commit(Change.remember(state.version(), facts)) : state;
  }

  /** False when somebody asks for the rows anew and the files do not hold what was published. */
  private boolean isIntact(TableState state, Extent extent) {
    if (!(extent instanceof Extent.Everything all) || !all.isAsked()) {
      return true;
    }
    try {
      return state.isComparable(contract)
          && Checks.rowsHash(state.version().read(session), contract)
              == state.provenance().orElseThrow().rowsHash();
    } catch (Exception unreadable) {
      return false;
    }
  }

  private TableState commit(Change change) {
    return TableState.of(table, table.commit(change));
  }

  /** Folder below the table for what a run needs only while it computes. */
  static String scratch(String runId) {
    return SCRATCH + "/" + runId;
  }

  /** Removes what this run, and runs that were killed, needed only while they computed. */
  void tidy() {
    try {
      table.discard(SCRATCH);
    } catch (CrmFailure undeletable) {
      // Harmless, and removed by the next run; whatever is wrong with the store shows elsewhere.
      return;
    }
  }

  private String data() {
    return "data/" + runId;
  }

  private String changes() {
    return "_changes/" + runId;
  }
}
