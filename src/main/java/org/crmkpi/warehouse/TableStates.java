package org.crmkpi.warehouse;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.table.Contract;

/** What readers of each table see during a run; asked of the store once, as nobody else writes. */
public final class TableStates {
  private final Catalogue catalogue;
  private final Warehouse warehouse;
  private final long fewRows;
  private final Map<String, TableState> states = new ConcurrentHashMap<>();

  /**
   * The tables of a warehouse.
   *
   * @param fewRows tables that have fewer rows with their inputs do not ask which rows changed
   */
  public TableStates(Catalogue catalogue, Warehouse warehouse, long fewRows) {
    this.catalogue = catalogue;
    this.warehouse = warehouse;
    this.fewRows = fewRows;
  }

  /** The newest version of a table, if it was ever published. */
  public Optional<TableState> newest(Contract contract) {
    return Optional.ofNullable(
        states.computeIfAbsent(
            contract.name(),
            name -> {
              DeltaTable table = warehouse.table(contract);
              return table.newest().map(version -> TableState.of(table, version)).orElse(null);
            }));
  }

  /** With fewer rows a table is read as often as it is needed, and computed anew. */
  public long fewRows() {
    return fewRows;
  }

  /** A step of this run made another version. */
  public void put(Contract contract, TableState state) {
    states.put(contract.name(), state);
  }

  /** All inputs of a table; fails when one was never published. */
  public Map<String, TableState> inputs(Contract contract) {
    Map<String, TableState> inputs = new HashMap<>();
    for (String name : catalogue.upstream(contract)) {
      Contract input = catalogue.table(name).contract();
      inputs.put(name, newest(input).orElseThrow(() -> missing(input)));
    }
    return inputs;
  }

  /** Rows of all inputs. */
  public long inputRows(Contract contract) {
    return catalogue.upstream(contract).stream()
        .map(name -> catalogue.table(name).contract())
        .flatMap(input -> newest(input).stream())
        .mapToLong(state -> state.version().rowCount())
        .sum();
  }

  private long ownRows(Contract contract) {
    return newest(contract).map(state -> state.version().rowCount()).orElse(0L);
  }

  /** True when a large table follows this one by key and so needs to know which rows changed. */
  public boolean isFollowed(Contract contract) {
    return catalogue.contracts().stream()
        .filter(each -> !each.refresh().key().isEmpty())
        .filter(each -> catalogue.upstream(each).contains(contract.name()))
        .anyMatch(each -> inputRows(each) + ownRows(each) >= fewRows);
  }

  private static CrmFailure missing(Contract contract) {
    return CrmFailure.of(
        Category.INVOCATION,
        contract.qualifiedName(),
        "has never been published here",
        "",
        "run without --select first.");
  }
}
