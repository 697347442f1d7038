package org.crmkpi.run;

import java.util.List;
import java.util.Optional;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.run.TableResult.Published;
import org.crmkpi.run.TableResult.Status;
import org.crmkpi.table.Contract;
import org.crmkpi.warehouse.TableState;

/** What one step says of itself when it ends; its seconds count from here. */
final class StepReport {
  private final Contract contract;
  private final long startedAt = System.nanoTime();

  StepReport(Contract contract) {
    this.contract = contract;
  }

  /**
   * What a step left behind.
   *
   * @param state what readers see from now on; empty when the step failed
   * @param rejected staged rows for crm_ops.rejected_rows
   */
  record Outcome(TableResult result, Optional<TableState> state, Optional<StagedRows> rejected) {}

  Outcome failed(Checked checked, Extent extent) {
    TableResult result =
        TableResult.failed(
            contract, extent.why(), checked.results(), seconds(), checked.failure().orElseThrow());
    return new Outcome(result, Optional.empty(), checked.turnedAway());
  }

  Outcome done(Status status, TableState state, Extent extent, Optional<Checked> checked) {
    return done(status, state, extent, checked, Optional.empty());
  }

  Outcome done(
      Status status,
      TableState state,
      Extent extent,
      Optional<Checked> checked,
      Optional<RowMoves> moves) {
    Published published =
        new Published(
            state.version().number(),
            state.version().rowCount(),
            checked.map(Checked::rejectedCount).orElse(0L),
            checked.map(Checked::waitingCount).orElse(0L));
    TableResult result =
        new TableResult(
            contract,
            status,
            Optional.of(published),
            extent.why(),
            extent instanceof Extent.Keys keys ? Optional.of(keys.count()) : Optional.empty(),
            moves,
            checked.map(Checked::results).orElse(List.of()),
            seconds(),
            Optional.empty());
    return new Outcome(result, Optional.of(state), checked.flatMap(Checked::turnedAway));
  }

  private double seconds() {
    return (System.nanoTime() - startedAt) / 1e9;
  }
}
