package org.crmkpi.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.query.TextLayout;

/**
 * The headline KPIs of a release: the last complete month beside the one before and the same one a
 * year before, in aligned columns.
 */
public final class KpiSummary {
  private KpiSummary() {}

  /** The summary as text; a note instead when no headline KPI has a complete month. */
  public static String of(ReleaseQuery release) {
    List<KpiFigure> headlines =
        KpiFigures.of(release).stream().filter(KpiFigure::isHeadline).toList();
    if (headlines.isEmpty()) {
      return "No headline KPI has a complete month yet.\n";
    }
    return TextLayout.aligned(
        List.of("kpi", "month", "value", "month before", "year before", "unit"),
        headlines.stream().map(KpiSummary::line).toList(),
        List.of(false, false, true, true, true, false));
  }

  private static String[] line(KpiFigure kpi) {
    return new String[] {
      kpi.kpi().replace('_', ' '),
      kpi.month().toString().substring(0, 7),
      figure(OptionalDouble.of(kpi.value()), kpi.unit()),
      figure(kpi.previous(), kpi.unit()),
      figure(kpi.yearBefore(), kpi.unit()),
      kpi.unit().startsWith("share") ? "" : kpi.unit()
    };
  }

  private static String figure(OptionalDouble figure, String unit) {
    if (figure.isEmpty()) {
      return "-";
    }
    double value = figure.getAsDouble();
    if (unit.startsWith("share")) {
      return String.format(Locale.ROOT, "%.1f %%", value * 100);
    }
    boolean isWhole = value == Math.rint(value) || Math.abs(value) >= 1000;
    return String.format(Locale.ROOT, isWhole ? "%,.0f" : "%,.2f", value);
  }
}
