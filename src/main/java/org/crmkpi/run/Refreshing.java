package org.crmkpi.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.table.Contract;
import org.crmkpi.table.FitDays;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.Provenance.Taken;
import org.crmkpi.warehouse.TableState;

/** Decides how much of a derived table a run computes: what its inputs changed since the last. */
final class Refreshing {
  /** Why a table is computed anew whose contract, query or parameters are others than before. */
  static final String DEFINITION_CHANGED = "its definition or a parameter changed";

  /** Above this share of its keys, following them costs more than computing all. */
  private static final double MOST_KEYS = 0.3;

  private final Catalogue catalogue;
  private final Arguments arguments;
  private final long fewRows;
  private final Function<String, Optional<String>> anew;
  private final String runId;
  private final FoundKeys foundKeys;

  /**
   * Decisions of one run.
   *
   * @param fewRows a table is computed anew when it and its inputs have fewer rows: that is faster
   * @param anew why a table is computed anew whatever changed, by its name; usually empty
   */
  Refreshing(
      Catalogue catalogue,
      Arguments arguments,
      long fewRows,
      Function<String, Optional<String>> anew,
      String runId,
      FoundKeys foundKeys) {
    this.catalogue = catalogue;
    this.arguments = arguments;
    this.fewRows = fewRows;
    this.anew = anew;
    this.runId = runId;
    this.foundKeys = foundKeys;
  }

  /** Why the table is computed anew whatever changed; usually empty. */
  Optional<String> anew(Contract contract) {
    return anew.apply(contract.name());
  }

  /** What a version that is made now says it was made from. */
  Provenance provenance(TableFolder table, Map<String, TableState> inputs) {
    Map<String, Taken> taken = new TreeMap<>();
    inputs.forEach((name, state) -> taken.put(name, state.taken()));
    String definition = Definition.digest(catalogue, table, arguments);
    return new Provenance(
        runId, arguments.asOf(), definition, taken, 0, Optional.empty(), 0, Optional.empty());
  }

  /** How much of the table must be computed, given what its inputs are now. */
  Extent extent(
      SparkSession session,
      TableFolder table,
      Optional<TableState> before,
      Map<String, TableState> inputs,
      Provenance now) {
    Optional<String> outdated = outdated(table.contract(), before, now);
    if (outdated.isPresent()) {
      return new Extent.Everything(outdated.get());
    }
    Optional<String> asked = anew(table.contract());
    if (asked.isPresent()) {
      return new Extent.Everything(asked.get(), true);
    }
    TableState state = before.orElseThrow();
    Provenance then = state.provenance().orElseThrow();
    List<String> changed =
        now.inputs().keySet().stream()
            .filter(input -> !now.inputs().get(input).equals(then.inputs().get(input)))
            .toList();
    boolean isMoved = isMoved(table.contract(), then.asOf());
    if (changed.isEmpty() && !isMoved) {
      return new Extent.Nothing("none of its inputs changed");
    }
    String why = why(changed, isMoved, then.asOf());
    if (table.contract().refresh().key().isEmpty()) {
      return new Extent.Everything(why);
    }
    long rows = inputs.values().stream().mapToLong(each -> each.version().rowCount()).sum();
    if (rows + state.version().rowCount() < fewRows) {
      return new Extent.Everything("has few rows; " + why);
    }
    return keyed(session, table, state, inputs, new News(changed, isMoved, why));
  }

  /** What is new since a table was last computed. */
  private record News(List<String> inputs, boolean isMoved, String why) {}

  private Extent keyed(
      SparkSession session,
      TableFolder table,
      TableState state,
      Map<String, TableState> inputs,
      News news) {
    Provenance then = state.provenance().orElseThrow();
    ChangedKeys keys = new ChangedKeys(session, table.contract(), inputs, arguments, then.asOf());
    List<String> unknown = new ArrayList<>();
    for (String input : news.inputs()) {
      keys.add(input, then.inputs().get(input)).ifPresent(unknown::add);
    }
    if (!unknown.isEmpty()) {
      return new Extent.Everything(String.join("; ", unknown));
    }
    if (news.isMoved()) {
      keys.addDue();
    }
    Extent.Keys found = foundKeys.keep(session, state.table(), keys.distinct(), news.why());
    if (found.count() == 0) {
      return new Extent.Nothing("no key of it changed; " + news.why());
    }
    return found.count() > MOST_KEYS * keysAtMost(table.contract(), state, inputs)
        ? new Extent.Everything(found.count() + " keys changed; " + news.why())
        : found;
  }

  /** Rows that have the key tell how many keys there are; those of a table of sums do not. */
  private static long keysAtMost(
      Contract contract, TableState state, Map<String, TableState> inputs) {
    return inputs.entrySet().stream()
        .filter(input -> contract.refresh() instanceof Refresh.Summed)
        .map(input -> Map.entry(input.getKey(), input.getValue().version()))
        .filter(
            input ->
                contract.refresh().isKeyed(input.getKey(), input.getValue().schema().fieldNames()))
        .mapToLong(input -> input.getValue().rowCount())
        .min()
        .orElse(state.version().rowCount());
  }

  /** Why what readers see cannot be brought up to date. */
  private Optional<String> outdated(
      Contract contract, Optional<TableState> before, Provenance now) {
    if (before.isEmpty()) {
      return Optional.of("was never computed");
    }
    Optional<Provenance> then = before.get().provenance();
    if (then.isEmpty()) {
      return Optional.of("somebody else wrote to it or restored it");
    }
    if (!then.get().definition().equals(now.definition())
        || !before.get().version().schema().equals(contract.schema())) {
      return Optional.of(DEFINITION_CHANGED);
    }
    boolean isDaily = usesAsOf(contract) && !(contract.refresh() instanceof Refresh.Fitted);
    if (isDaily && now.asOf().isBefore(then.get().asOf())) {
      return Optional.of("as-of moved back from " + then.get().asOf());
    }
    return Optional.empty();
  }

  /** True when the date decides over rows and is another one; fits do not move every day. */
  private boolean isMoved(Contract contract, LocalDate then) {
    if (contract.refresh() instanceof Refresh.Fitted fitted) {
      return !FitDays.of(fitted, then).equals(FitDays.of(fitted, arguments.asOf()));
    }
    return usesAsOf(contract) && !then.equals(arguments.asOf());
  }

  private static boolean usesAsOf(Contract contract) {
    return contract.parameters().contains(Refresh.AS_OF);
  }

  private String why(List<String> changed, boolean isMoved, LocalDate then) {
    List<String> reasons = new ArrayList<>();
    if (!changed.isEmpty()) {
      reasons.add(String.join(", ", changed) + " changed");
    }
    if (isMoved) {
      String way = arguments.asOf().isBefore(then) ? "back" : "on";
      reasons.add("as-of moved %s from %s".formatted(way, then));
    }
    return String.join("; ", reasons);
  }
}
