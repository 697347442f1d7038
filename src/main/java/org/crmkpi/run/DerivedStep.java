package org.crmkpi.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.TableState;
import org.crmkpi.warehouse.TableStates;

/** Brings a table that a query fills up to date: not at all, by some keys, or anew. */
final class DerivedStep {
  private final TableStates states;
  private final Refreshing refreshing;
  private final QueryRows queries;
  private final Refits refits;
  private final NightRequest request;

  DerivedStep(
      TableStates states,
      Refreshing refreshing,
      QueryRows queries,
      Refits refits,
      NightRequest request) {
    this.refits = refits;
    this.states = states;
    this.refreshing = refreshing;
    this.queries = queries;
    this.request = request;
  }

  StepReport.Outcome run(SparkSession session, TableFolder table, TableStep publisher) {
    Contract contract = table.contract();
    Optional<TableState> before = states.newest(contract);
    Map<String, TableState> inputs = states.inputs(contract);
    Provenance now = refreshing.provenance(table, inputs);
    Extent extent = refreshing.extent(session, table, before, inputs, now);
    Map<String, Version> versions = new HashMap<>();
    inputs.forEach((name, state) -> versions.put(name, state.version()));
    if (extent instanceof Extent.Nothing nothing) {
      return publisher.skip(nothing);
    }
    if (contract.refresh() instanceof Refresh.Fitted) {
      Refits.Refit refit = refits.of(session, table, before, inputs, now, extent);
      return fitted(session, table, refit, publisher, isAlike(before, now));
    }
    if (!(extent instanceof Extent.Keys keys)) {
      boolean recordsChanges = states.isFollowed(contract) && isAlike(before, now);
      return publisher.publish(
          queries.prepare(session, table, versions), () -> now, recordsChanges, extent);
    }
    Map<String, Dataset<Row>> some =
        queries.some(session, table, versions, publisher.keyed(keys), publisher.extracts());
    if (contract.refresh() instanceof Refresh.Summed) {
      SummedRows.Moved moved =
          new SummedRows(session, queries, request.arguments(), table, before.orElseThrow())
              .prepare(inputs, some, keys, TableStep.scratch(request.runId()) + "/moves");
      return publisher.publish(moved.rows(), () -> now, moved.extent());
    }
    return publisher.publish(queries.prepareSome(session, table, some), () -> now, keys);
  }

  private StepReport.Outcome fitted(
      SparkSession session,
      TableFolder table,
      Refits.Refit refit,
      TableStep publisher,
      boolean isAlike) {
    return refit.extent() instanceof Extent.Nothing nothing
        ? publisher.keep(refit.made(), nothing)
        : publisher.publish(
            refits.prepare(session, table, refit.summary()),
            refit::made,
            states.isFollowed(table.contract()) && isAlike,
            refit.extent());
  }

  /** Another definition changes most rows: those who follow compute all of theirs anyway. */
  private static boolean isAlike(Optional<TableState> before, Provenance now) {
    return before
        .flatMap(TableState::provenance)
        .filter(then -> then.definition().equals(now.definition()))
        .isPresent();
  }
}
