package org.crmkpi.run;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.fits.Fit;
import org.crmkpi.fits.Summary;
import org.crmkpi.table.FitDays;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;

/**
 * The parameters of a fitted table. They are a function of its inputs and the as-of date: the query
 * gives the summary of the day whose fit is in force, and the fit sees nothing else. What a table
 * holds saves the fit, when the summary is the one that it was found in, and decides nothing.
 */
final class Fitting {
  /** A summary goes to the driver; one with more rows than this is not compressed. */
  static final int MOST_ROWS = 1_000_000;

  private final SparkSession session;
  private final Catalogue catalogue;
  private final Transform transform;

  /** Fits of tables whose queries run in {@code session}. */
  Fitting(SparkSession session, Catalogue catalogue) {
    this(session, catalogue, new Transform(session, catalogue));
  }

  Fitting(SparkSession session, Catalogue catalogue, Transform transform) {
    this.session = session;
    this.catalogue = catalogue;
    this.transform = transform;
  }

  /** The summary whose fit is in force on the as-of date of the arguments. */
  Summary summary(TableFolder table, Map<String, Dataset<Row>> inputs, Arguments arguments) {
    Refresh.Fitted rule = rule(table);
    FitDays days = FitDays.of(rule, arguments.asOf());
    Summary first = read(table, inputs, arguments.on(days.first()), MOST_ROWS);
    return days.look()
        .map(day -> read(table, inputs, arguments.on(day), MOST_ROWS))
        .filter(look -> look.isOtherThan(first, rule.refitShare().orElseThrow()))
        .orElse(first);
  }

  /**
   * The summary of the as-of date of the arguments; fails when it has more rows than {@code
   * mostRows}.
   */
  Summary read(
      TableFolder table, Map<String, Dataset<Row>> inputs, Arguments arguments, int mostRows) {
    Dataset<Row> rows = transform.query(table, inputs, arguments);
    Conform.difference("the query", rows.schema(), "the fit", fit(table).summary())
        .ifPresent(
            what -> {
              throw CrmFailure.of(
                  Category.INVOCATION, table.shown("query.sql"), what, "", "mend the query.");
            });
    List<Row> summary = rows.limit(mostRows + 1).collectAsList();
    if (summary.size() > mostRows) {
      throw tooLong(table, arguments, mostRows);
    }
    int counted = rows.schema().fieldIndex(rule(table).counted());
    long cases = summary.stream().mapToLong(row -> ((Number) row.get(counted)).longValue()).sum();
    return new Summary(arguments.asOf(), summary, cases);
  }

  /** The rows of the table for a summary. */
  Dataset<Row> rows(TableFolder table, Summary summary) {
    Fit fit = fit(table);
    try {
      return session.createDataFrame(fit.rows(summary), fit.columns());
    } catch (RuntimeException wrong) {
      throw CrmFailure.because(
          wrong,
          Category.BUG,
          table.contract().qualifiedName(),
          "the fit '%s' failed on the summary of %s, %,d rows of %,d cases; nothing was published"
              .formatted(fit.name(), summary.on(), summary.rows().size(), summary.cases()),
          "crm-kpi show --sql %s states the summary.".formatted(table.contract().name()));
    }
  }

  private Fit fit(TableFolder table) {
    return catalogue.fit(table.contract());
  }

  private static Refresh.Fitted rule(TableFolder table) {
    return (Refresh.Fitted) table.contract().refresh();
  }

  private static CrmFailure tooLong(TableFolder table, Arguments arguments, int mostRows) {
    return CrmFailure.of(
        Category.INVOCATION,
        table.contract().qualifiedName(),
        "the summary has more rows than a fit takes; nothing was published",
        "as of %s more than %,d rows".formatted(arguments.asOf(), mostRows),
        "group the query of %s by fewer or coarser values; crm-kpi show --sql %s shows it."
            .formatted(table.shown("query.sql"), table.contract().name()));
  }
}
