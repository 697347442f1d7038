package org.crmkpi.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.plan.Planner;
import org.crmkpi.plan.Step;
import org.crmkpi.source.Source;

/** In which order tables are computed, given the sources that fill them. */
final class TableOrder {
  private TableOrder() {}

  /**
   * The steps of a run.
   *
   * @param select tables that are computed with those that depend on them; all when empty
   */
  static List<Step> of(Catalogue catalogue, List<Source> sources, List<String> select) {
    Planner planner = new Planner(catalogue, filledBy(sources));
    return select.isEmpty() ? planner.everything() : planner.selected(select);
  }

  /** Names of the sources that fill an entity, by entity. */
  private static Map<String, List<String>> filledBy(List<Source> sources) {
    Map<String, List<String>> filledBy = new TreeMap<>();
    for (Source source : sources) {
      for (String entity : source.mappings().keySet()) {
        filledBy.computeIfAbsent(entity, none -> new ArrayList<>()).add(source.name());
      }
    }
    return filledBy;
  }
}
