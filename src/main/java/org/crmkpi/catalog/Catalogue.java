package org.crmkpi.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Goal;
import org.crmkpi.fits.Fit;
import org.crmkpi.fits.Fits;
import org.crmkpi.table.Chart;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;

/** All table folders, found by name, the fits that they name, and the goals for their KPIs. */
public final class Catalogue {
  private final Map<String, TableFolder> tables = new TreeMap<>();
  private final Fits fits;
  private final List<Goal> goals;

  /** A catalogue of these folders, whose table names differ. */
  public Catalogue(List<TableFolder> folders) {
    this(folders, Fits.shipped());
  }

  /** The same whose fitted tables name one of these fits. */
  public Catalogue(List<TableFolder> folders, Fits fits) {
    this(folders, fits, List.of());
  }

  private Catalogue(List<TableFolder> folders, Fits fits, List<Goal> goals) {
    this.fits = fits;
    this.goals = List.copyOf(goals);
    folders.forEach(folder -> tables.put(folder.contract().name(), folder));
  }

  /** The same tables with these goals. */
  public Catalogue with(List<Goal> goals) {
    return new Catalogue(tables(), fits, goals);
  }

  /** What is wanted of KPIs. */
  public List<Goal> goals() {
    return goals;
  }

  /** All tables, by name. */
  public List<TableFolder> tables() {
    return List.copyOf(tables.values());
  }

  /** All contracts, by name. */
  public List<Contract> contracts() {
    return tables.values().stream().map(TableFolder::contract).toList();
  }

  /** The table of that name, if there is one. */
  public Optional<TableFolder> find(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** The table of that name; fails with the names that exist. */
  public TableFolder table(String name) {
    return find(name)
        .orElseThrow(
            () ->
                CrmFailure.of(
                    Category.INVOCATION,
                    "table " + name,
                    "there is no such table",
                    "Tables: " + String.join(", ", tables.keySet()),
                    "crm-kpi show TABLE"));
  }

  /** The fits that tables may name. */
  public Fits fits() {
    return fits;
  }

  /** The fit that a fitted table names; fails with the names that exist. */
  public Fit fit(Contract contract) {
    String name = ((Refresh.Fitted) contract.refresh()).fit();
    return fits.find(name)
        .orElseThrow(
            () ->
                CrmFailure.of(
                    Category.INVOCATION,
                    contract.qualifiedName(),
                    "there is no fit '" + name + "'",
                    "Fits: " + String.join(", ", fits.names()),
                    "mend its refresh."));
  }

  /** The tables that must be there before this one is computed. */
  public Set<String> upstream(Contract contract) {
    Set<String> upstream = new LinkedHashSet<>(contract.inputs());
    if (upstream.remove(GeneratedInputs.DECLARED_KPI_VALUES)) {
      kpiContracts().forEach(each -> upstream.add(each.name()));
    }
    upstream.remove(GeneratedInputs.DECLARED_KPIS);
    upstream.remove(GeneratedInputs.DECLARED_GOALS);
    return upstream;
  }

  /** The contracts that declare KPIs, by name. */
  public List<Contract> kpiContracts() {
    return contracts().stream().filter(contract -> !contract.kpis().isEmpty()).toList();
  }

  /** The charts of all tables, in the order in which they are shown. */
  public List<Chart> charts() {
    return tables.values().stream()
        .flatMap(table -> table.charts().stream())
        .sorted(Comparator.comparingInt(Chart::order).thenComparing(Chart::name))
        .toList();
  }

  /** Every table after all of its inputs; fails on a cycle. */
  public List<TableFolder> ordered() {
    Map<String, TableFolder> ordered = new java.util.LinkedHashMap<>();
    tables.values().forEach(table -> visit(table, ordered, new ArrayList<>()));
    return List.copyOf(ordered.values());
  }

  private void visit(TableFolder table, Map<String, TableFolder> ordered, List<String> path) {
    String name = table.contract().name();
    if (path.contains(name)) {
      throw CrmFailure.of(
          Category.INVOCATION,
          table.shown("table.conf"),
          "the inputs form a cycle",
          String.join(" -> ", path) + " -> " + name,
          "take one of these inputs out.");
    }
    if (ordered.containsKey(name)) {
      return;
    }
    path.add(name);
    upstream(table.contract()).stream()
        .flatMap(input -> find(input).stream())
        .forEach(input -> visit(input, ordered, path));
    path.remove(path.size() - 1);
    ordered.put(name, table);
  }
}
