package org.crmkpi.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Goal;
import org.crmkpi.config.Problems;
import org.crmkpi.table.Chart;
import org.crmkpi.table.Check;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;

/** What must hold between contracts and queries and needs no Spark session to be checked. */
public final class CatalogueRules {
  private final Catalogue catalogue;
  private final Set<String> parameters;
  private final Problems problems;
  private final FittedRules fitted;

  private CatalogueRules(Catalogue catalogue, Set<String> parameters, Problems problems) {
    this.catalogue = catalogue;
    this.parameters = parameters;
    this.problems = problems;
    this.fitted = new FittedRules(catalogue, problems);
  }

  /**
   * Checks every table.
   *
   * @param parameters names that business.conf has, and as_of
   */
  public static void check(Catalogue catalogue, Set<String> parameters, Problems problems) {
    CatalogueRules rules = new CatalogueRules(catalogue, parameters, problems);
    catalogue.tables().forEach(rules::check);
    catalogue.goals().forEach(rules::check);
    try {
      catalogue.ordered();
    } catch (CrmFailure cycle) {
      problems.add("the catalogue", cycle.getMessage());
    }
  }

  private void check(TableFolder table) {
    Contract contract = table.contract();
    contract.inputs().forEach(input -> checkInput(table, input));
    contract.historyOf().ifPresent(entity -> checkHistory(table, entity));
    for (Check check : contract.checks()) {
      boolean rejects = check.severity() == Check.Severity.REJECT;
      if (rejects != contract.isEntity()) {
        problem(table, "check %s: only entities reject rows".formatted(check.name()));
      }
    }
    table.query().ifPresent(sql -> checkQuery(table, sql));
    table.charts().forEach(chart -> checkChart(table, chart));
    fitted.check(table);
    if (contract.layer() != Layer.OPS && !hasExample(table.examples())) {
      problem(table, "has no worked example in examples/*.md");
    }
  }

  private void check(Goal goal) {
    Set<String> kpis = new TreeSet<>();
    catalogue.kpiContracts().forEach(table -> table.kpis().forEach(kpi -> kpis.add(kpi.name())));
    if (!goal.kpi().isBlank() && !kpis.contains(goal.kpi())) {
      problems.add(
          goal.where(),
          "no table declares the KPI '%s'. KPIs: %s"
              .formatted(goal.kpi(), String.join(", ", kpis)));
    }
  }

  private void checkInput(TableFolder table, String input) {
    if (GeneratedInputs.NAMES.contains(input)) {
      return;
    }
    catalogue
        .find(input)
        .ifPresentOrElse(
            found -> {
              if (found.contract().layer().compareTo(table.contract().layer()) > 0) {
                problem(table, "reads " + input + " of a higher layer");
              }
            },
            () -> problem(table, "input '" + input + "' is not a table"));
  }

  /** What a history keeps, the entity has, and the day that its source may state as well. */
  private void checkHistory(TableFolder table, String entity) {
    Set<String> known = new TreeSet<>();
    catalogue
        .find(entity)
        .filter(found -> found.contract().isEntity())
        .ifPresent(found -> found.contract().columns().forEach(each -> known.add(each.name())));
    known.add("valid_until_on");
    table.contract().columns().stream()
        .filter(column -> !known.contains(column.name()))
        .forEach(column -> problem(table, entity + " has no column " + column.name()));
  }

  private void checkQuery(TableFolder table, String sql) {
    String file = table.shown("query.sql");
    QueryText query;
    try {
      query = QueryText.parse(file, sql);
    } catch (CrmFailure wrong) {
      problems.add(file, wrong.getMessage());
      return;
    }
    Contract contract = table.contract();
    compare(file, "inputs", new TreeSet<>(contract.inputs()), query.tables());
    compare(file, "parameters", new TreeSet<>(contract.parameters()), query.parameters());
    Set<String> unknown = new TreeSet<>(query.parameters());
    unknown.removeAll(parameters);
    unknown.forEach(name -> problems.add(file, ":" + name + " is not in conf/business.conf"));
    query.withNames().stream()
        .filter(name -> catalogue.find(name).isPresent())
        .forEach(name -> problems.add(file, "the CTE '" + name + "' hides a table"));
    boolean isKeyed = !contract.refresh().key().isEmpty();
    if (isKeyed
        && query.parameters().contains(Refresh.AS_OF)
        && !contract.refresh().through().containsKey(Refresh.AS_OF)) {
      problems.add(file, "a table refreshed by key uses :as_of only with a through query for it");
    }
    contract.refresh().through().keySet().stream()
        .filter(input -> !contract.inputs().contains(input) && !input.equals(Refresh.AS_OF))
        .forEach(input -> problem(table, "through: '" + input + "' is not an input"));
    contract.refresh().needs().keySet().stream()
        .filter(input -> !contract.inputs().contains(input))
        .forEach(input -> problem(table, "needs: '" + input + "' is not an input"));
  }

  /** Readers of charts have the published tables only. */
  private void checkChart(TableFolder table, Chart chart) {
    String file = table.shown("charts.conf");
    try {
      for (String name : QueryText.parse(file, chart.sql()).tables()) {
        if (catalogue.find(name).filter(t -> t.contract().layer() == Layer.KPI).isEmpty()) {
          problems.add(file, "chart %s reads %s, no KPI table".formatted(chart.name(), name));
        }
      }
    } catch (CrmFailure wrong) {
      problems.add(file, "chart " + chart.name() + ": " + wrong.getMessage());
    }
  }

  private void compare(String file, String what, Set<String> stated, Set<String> used) {
    if (!stated.equals(used)) {
      problems.add(
          file, "%s in table.conf are %s, the query uses %s".formatted(what, stated, used));
    }
  }

  private void problem(TableFolder table, String what) {
    problems.add(table.shown("table.conf"), what);
  }

  private static boolean hasExample(Path examples) {
    if (!Files.isDirectory(examples)) {
      return false;
    }
    try (Stream<Path> files = Files.list(examples)) {
      return files.anyMatch(file -> file.toString().endsWith(".md"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
