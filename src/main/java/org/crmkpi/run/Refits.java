package org.crmkpi.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.fits.Summary;
import org.crmkpi.table.Contract;
import org.crmkpi.table.TableFolder;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.TableState;

/** Tells whether fitted tables are fitted again, and does it; the run and the plan ask the same. */
final class Refits {
  private final Catalogue catalogue;
  private final Arguments arguments;

  Refits(Catalogue catalogue, Arguments arguments) {
    this.catalogue = catalogue;
    this.arguments = arguments;
  }

  /**
   * What there is to do for a table.
   *
   * @param extent nothing when readers see the parameters of this summary
   * @param made what the parameters are made from
   */
  record Refit(Extent extent, Summary summary, Provenance made) {}

  /** Reads the summary that is in force. */
  Refit of(
      SparkSession session,
      TableFolder table,
      Optional<TableState> before,
      Map<String, TableState> inputs,
      Provenance now,
      Extent extent) {
    Map<String, Dataset<Row>> rows = new HashMap<>();
    inputs.forEach((name, state) -> rows.put(name, state.version().read(session)));
    Summary summary = new Fitting(session, catalogue).summary(table, rows, arguments);
    Provenance made = now.with(catalogue.fit(table.contract()).parameterVersion(summary));
    boolean isHeld = !isAsked(extent) && isHeld(table.contract(), before, made);
    String why = "its summary is the one that was fitted; " + extent.why();
    return new Refit(isHeld ? new Extent.Nothing(why) : extent, summary, made);
  }

  /** The rows of a summary. */
  Prepared prepare(SparkSession session, TableFolder table, Summary summary) {
    Dataset<Row> rows = new Fitting(session, catalogue).rows(table, summary);
    return Prepared.whole(Conform.published(rows, table.contract()));
  }

  private static boolean isAsked(Extent extent) {
    return extent instanceof Extent.Everything all && all.isAsked();
  }

  private static boolean isHeld(Contract contract, Optional<TableState> before, Provenance made) {
    return before
        .filter(state -> state.isComparable(contract))
        .flatMap(TableState::provenance)
        .filter(then -> then.definition().equals(made.definition()))
        .filter(then -> then.token().equals(made.token()))
        .isPresent();
  }
}
