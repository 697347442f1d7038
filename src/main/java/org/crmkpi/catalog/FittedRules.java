package org.crmkpi.catalog;

import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.IntegralType;
import org.crmkpi.config.Problems;
import org.crmkpi.fits.Fit;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;

/** What must hold for tables of parameters beside what must hold for all. */
final class FittedRules {
  private final Catalogue catalogue;
  private final Problems problems;

  FittedRules(Catalogue catalogue, Problems problems) {
    this.catalogue = catalogue;
    this.problems = problems;
  }

  void check(TableFolder table) {
    if (table.contract().refresh() instanceof Refresh.Fitted fitted) {
      catalogue
          .fits()
          .find(fitted.fit())
          .ifPresentOrElse(
              fit -> checkCount(table, fitted, fit),
              () ->
                  problem(
                      table,
                      "there is no fit '%s'; known: %s"
                          .formatted(fitted.fit(), String.join(", ", catalogue.fits().names()))));
      checkClock(table);
    }
  }

  private void checkCount(TableFolder table, Refresh.Fitted fitted, Fit fit) {
    boolean isCount =
        Set.of(fit.summary().fieldNames()).contains(fitted.counted())
            && fit.summary().apply(fitted.counted()).dataType() instanceof IntegralType;
    if (!isCount) {
      problem(
          table,
          "counted-in: '%s' is no whole number that the fit '%s' reads"
              .formatted(fitted.counted(), fit.name()));
    }
  }

  /**
   * A fit is in force for longer than a day. The summary is that of its own day as long as the
   * query takes no row dated later and reads no table that says something else each day.
   */
  private void checkClock(TableFolder table) {
    if (!table.contract().parameters().contains(Refresh.AS_OF)) {
      problem(
          table, "a fitted table takes rows up to :as_of, the day of the fit, and no later ones");
    }
    moving(table.contract(), new TreeSet<>())
        .forEach(
            name ->
                problem(table, "reads %s, which moves with :as_of between fits".formatted(name)));
  }

  private Set<String> moving(Contract contract, Set<String> found) {
    catalogue.upstream(contract).stream()
        .flatMap(name -> catalogue.find(name).stream())
        .map(TableFolder::contract)
        .forEach(
            input -> {
              if (movesWithTheDay(input)) {
                found.add(input.name());
              }
              moving(input, found);
            });
    return found;
  }

  /** What reads no table knows nothing that happened: a later day adds rows and changes none. */
  private static boolean movesWithTheDay(Contract input) {
    return input.parameters().contains(Refresh.AS_OF) && !input.inputs().isEmpty();
  }

  private void problem(TableFolder table, String what) {
    problems.add(table.shown("table.conf"), what);
  }
}
