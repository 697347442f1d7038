package org.crmkpi.report;

import java.time.LocalDate;
import java.util.List;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.table.Chart;
import org.crmkpi.warehouse.Releases.Release;

/**
 * All that the report of a release says: headline KPIs and charts as the contracts declare them, so
 * that a table added to the catalogue appears by itself.
 */
public record Report(
    Words words,
    LocalDate asOf,
    String release,
    List<KpiFigure> kpis,
    List<Picture> pictures,
    Restated restated,
    Deliveries deliveries) {

  /** Reads the report of a release; fails in a warehouse without one. */
  public static Report of(ReleaseQuery query, Catalogue catalogue, Words words) {
    Release release =
        query
            .release()
            .orElseThrow(
                () ->
                    CrmFailure.of(
                        Category.INVOCATION,
                        "report",
                        "the warehouse has no release yet",
                        "",
                        "crm-kpi run first, or crm-kpi demo to look around."));
    Pictures pictures = new Pictures(query, words);
    List<Chart> charts =
        catalogue.charts().stream().filter(chart -> isReadable(query, chart)).toList();
    return new Report(
        words,
        release.asOf(),
        release.id(),
        KpiFigures.of(query),
        charts.stream().map(pictures::of).toList(),
        Restated.of(query, release.id()),
        Deliveries.of(query, release.id()));
  }

  /** An older release lacks the tables of newer charts. */
  private static boolean isReadable(ReleaseQuery query, Chart chart) {
    return org.crmkpi.catalog.QueryText.parse("chart " + chart.name(), chart.sql())
        .tables()
        .stream()
        .allMatch(query::has);
  }

  /** The few KPIs that open the report. */
  public List<KpiFigure> headlines() {
    return kpis.stream().filter(KpiFigure::isHeadline).toList();
  }
}
