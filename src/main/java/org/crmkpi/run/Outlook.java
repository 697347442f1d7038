package org.crmkpi.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Settings;
import org.crmkpi.plan.Step;
import org.crmkpi.source.EntityRows;
import org.crmkpi.source.Lookahead;
import org.crmkpi.source.MappedChange;
import org.crmkpi.source.Source;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.TableState;
import org.crmkpi.warehouse.TableStates;
import org.crmkpi.warehouse.Warehouse;

/**
 * What a run would do with each table, by the rules of the run itself. What depends on rows that
 * nobody has read yet is said to: their keys are known once the run reads them.
 */
final class Outlook {
  private final SparkSession session;
  private final Catalogue catalogue;
  private final Warehouse warehouse;
  private final List<Source> sources;
  private final Lookahead lookahead;
  private final TableStates states;
  private final Refreshing refreshing;
  private final Refits refits;
  private final Set<String> running = new HashSet<>();

  Outlook(
      SparkSession session,
      Catalogue catalogue,
      Settings settings,
      Warehouse warehouse,
      NightRequest request,
      List<Source> sources,
      Lookahead lookahead,
      Wish wish) {
    this.session = session;
    this.catalogue = catalogue;
    this.warehouse = warehouse;
    this.sources = sources;
    this.lookahead = lookahead;
    this.states = new TableStates(catalogue, warehouse, settings.fewRows());
    this.refits = new Refits(catalogue, request.arguments());
    this.refreshing =
        new Refreshing(
            catalogue,
            request.arguments(),
            settings.fewRows(),
            wish::anew,
            request.runId(),
            FoundKeys.counted());
  }

  /** The steps in their order. */
  List<PlannedTable> of(List<Step> steps) {
    List<PlannedTable> planned = new ArrayList<>();
    for (Step step : steps) {
      PlannedTable table = planned(step);
      if (table.does() != PlannedTable.Does.SKIP) {
        running.add(step.contract().name());
      }
      planned.add(table);
    }
    return planned;
  }

  private PlannedTable planned(Step step) {
    Contract contract = step.contract();
    Optional<TableState> before = states.newest(contract);
    if (!step.isFilled()) {
      boolean isEmpty = before.filter(state -> state.version().files().isEmpty()).isPresent();
      return isEmpty
          ? PlannedTable.skip(contract, step.why())
          : PlannedTable.anew(contract, step.why() + ": it is published without rows");
    }
    return contract.isEntity() ? entity(step, before) : derived(step, before);
  }

  private PlannedTable entity(Step step, Optional<TableState> before) {
    Contract contract = step.contract();
    Optional<String> arrived = lookahead.arrived(contract, sources);
    if (before.isEmpty()) {
      return PlannedTable.anew(contract, "was never computed; " + arrived.orElse(step.why()));
    }
    Optional<String> anew = refreshing.anew(contract);
    if (anew.isPresent()) {
      return PlannedTable.anew(contract, anew.get());
    }
    if (arrived.isPresent()) {
      return PlannedTable.follow(contract, arrived.get());
    }
    MappedChange change =
        EntityRows.change(
            session,
            contract,
            sources,
            lookahead.loaded(),
            () -> warehouse.table(contract).newest(),
            before.flatMap(TableState::provenance).flatMap(Provenance::token));
    if (change instanceof MappedChange.Keys some) {
      return PlannedTable.keys(contract, some.keys().count(), some.why());
    }
    return change instanceof MappedChange.Everything all
        ? PlannedTable.anew(contract, all.why())
        : PlannedTable.skip(contract, "nothing that it reads was delivered");
  }

  private PlannedTable derived(Step step, Optional<TableState> before) {
    Contract contract = step.contract();
    List<String> pending = catalogue.upstream(contract).stream().filter(running::contains).toList();
    if (before.isEmpty()) {
      return PlannedTable.anew(contract, "was never computed");
    }
    Optional<String> anew = refreshing.anew(contract);
    if (anew.isPresent()) {
      return PlannedTable.anew(contract, anew.get());
    }
    if (!pending.isEmpty()) {
      return PlannedTable.follow(contract, "follows " + String.join(", ", pending));
    }
    Map<String, TableState> inputs = states.inputs(contract);
    Provenance now = refreshing.provenance(step.table(), inputs);
    Extent extent = refreshing.extent(session, step.table(), before, inputs, now);
    if (contract.refresh() instanceof Refresh.Fitted && extent instanceof Extent.Everything) {
      extent = refits.of(session, step.table(), before, inputs, now, extent).extent();
    }
    if (extent instanceof Extent.Keys some) {
      return PlannedTable.keys(contract, some.count(), some.why());
    }
    return extent instanceof Extent.Everything all
        ? PlannedTable.anew(contract, all.why())
        : PlannedTable.skip(contract, extent.why());
  }
}
