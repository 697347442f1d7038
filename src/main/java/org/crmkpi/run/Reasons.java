package org.crmkpi.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.table.Contract;

/** Why a table says something else than before: what a night did to the tables upstream of it. */
final class Reasons {
  private final Catalogue catalogue;
  private final Map<String, Long> before;
  private final Map<String, TableResult> results = new HashMap<>();

  /**
   * Reasons of one night.
   *
   * @param before versions of the release before, by table name
   */
  Reasons(Catalogue catalogue, List<TableResult> results, Map<String, Long> before) {
    this.catalogue = catalogue;
    this.before = before;
    results.forEach(result -> this.results.put(result.contract().name(), result));
  }

  /** In words: {@code orders: 2 corrected; customers: 1 merged}. */
  String of(Contract contract) {
    List<String> reasons = new ArrayList<>();
    for (String name : upstream(contract, new TreeSet<>())) {
      TableResult result = results.get(name);
      if (result != null && result.isOtherThan(before)) {
        boolean isRoot = result.contract().isEntity() || name.equals("customer_identities");
        if (isRoot) {
          reasons.add(name + ": " + words(result));
        }
        if (result.why().equals(Refreshing.DEFINITION_CHANGED)) {
          reasons.add("the definition of " + name + " or a parameter changed");
        }
      }
    }
    return reasons.isEmpty() ? "as-of moved on" : String.join("; ", reasons);
  }

  private static String words(TableResult result) {
    return result.status() == TableResult.Status.PUBLISHED
        ? result.moves().map(RowMoves::words).orElse("computed anew")
        : "changed in a run that was not released";
  }

  private Set<String> upstream(Contract contract, Set<String> found) {
    if (found.add(contract.name())) {
      catalogue
          .upstream(contract)
          .forEach(name -> upstream(catalogue.table(name).contract(), found));
    }
    return found;
  }
}
