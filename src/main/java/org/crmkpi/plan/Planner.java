package org.crmkpi.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.table.TableFolder;

/** Plans a night: every table after its inputs, each with its extent and the reason. */
public final class Planner {
  private final Catalogue catalogue;
  private final Map<String, List<String>> filledBy;

  /**
   * A planner.
   *
   * @param filledBy names of the sources that fill an entity, by entity
   */
  public Planner(Catalogue catalogue, Map<String, List<String>> filledBy) {
    this.catalogue = catalogue;
    this.filledBy = filledBy;
  }

  /** All tables that sources or queries fill. */
  public List<Step> everything() {
    return catalogue.ordered().stream()
        .filter(table -> table.contract().isEntity() || table.contract().isDerived())
        .map(this::step)
        .toList();
  }

  /** The named tables and whatever depends on them; entities among them are mapped again. */
  public List<Step> selected(List<String> names) {
    names.forEach(catalogue::table);
    Set<String> affected = new HashSet<>(names);
    return everything().stream().filter(step -> isAffected(step.contract(), affected)).toList();
  }

  private boolean isAffected(Contract contract, Set<String> affected) {
    boolean hit =
        affected.contains(contract.name())
            || catalogue.upstream(contract).stream().anyMatch(affected::contains);
    if (hit) {
      affected.add(contract.name());
    }
    return hit;
  }

  private Step step(TableFolder table) {
    Contract contract = table.contract();
    if (contract.isEntity()) {
      List<String> sources = filledBy.getOrDefault(contract.mappedAs(), List.of());
      return sources.isEmpty()
          ? new Step(table, false, "no source fills it")
          : new Step(table, true, "filled by " + String.join(", ", sources));
    }
    Set<String> entities = entities(contract, new TreeSet<>());
    if (entities.isEmpty() || entities.stream().anyMatch(filledBy::containsKey)) {
      return new Step(table, true, "follows " + String.join(", ", catalogue.upstream(contract)));
    }
    // A core table may hold rows that come from parameters, such as the reporting currency itself.
    boolean isFilled = contract.layer() != Layer.KPI;
    return new Step(table, isFilled, "no source fills " + String.join(", ", entities));
  }

  private Set<String> entities(Contract contract, Set<String> found) {
    catalogue.upstream(contract).stream()
        .map(name -> catalogue.table(name).contract())
        .forEach(
            input -> {
              if (input.isEntity()) {
                found.add(input.mappedAs());
              } else {
                entities(input, found);
              }
            });
    return found;
  }
}
