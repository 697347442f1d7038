package org.crmkpi.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Kpi;

/**
 * The inputs that contracts generate, as DuckDB reads them: texts differ from Spark's in quotes.
 */
final class DeclaredKpis {
  /** One row a declared KPI. */
  static final String WORDS = "declared_kpis";

  /** One row a KPI, period and slice. */
  static final String VALUES = "declared_kpi_values";

  private DeclaredKpis() {}

  /** The KPIs in words. */
  static String words(List<Contract> contracts) {
    return contracts.stream()
        .flatMap(contract -> contract.kpis().stream().map(kpi -> words(contract, kpi)))
        .collect(Collectors.joining("\nunion all by name\n"));
  }

  /** The values of the KPIs, from the tables that declare them. */
  static String values(List<Contract> contracts) {
    return contracts.stream()
        .flatMap(contract -> contract.kpis().stream().map(kpi -> values(contract, kpi)))
        .collect(Collectors.joining("\nunion all by name\n"));
  }

  private static String words(Contract contract, Kpi kpi) {
    return "select "
        + Stream.of(
                text(kpi.name()) + " as kpi",
                text(kpi.about()) + " as about",
                text(kpi.formula()) + " as formula",
                text(kpi.unit()) + " as unit",
                text(kpi.direction().name().toLowerCase(Locale.ROOT)) + " as direction",
                text(kpi.category()) + " as category",
                text(kpi.owner()) + " as owner",
                text(kpi.review()) + " as review",
                kpi.headline() + " as is_headline",
                text(contract.qualifiedName()) + " as source_table",
                text(kpi.value()) + " as source_column")
            .collect(Collectors.joining(", "));
  }

  private static String values(Contract contract, Kpi kpi) {
    return "select "
        + Stream.of(
                text(kpi.name()) + " as kpi",
                text(kpi.unit()) + " as unit",
                kpi.slice().periodKind() + " as period_kind",
                kpi.slice().periodStartOn() + " as period_start_on",
                kpi.slice().dimension() + " as dimension",
                kpi.slice().dimensionValue() + " as dimension_value",
                "cast(" + kpi.value() + " as double) as value",
                "cast(" + kpi.numerator() + " as double) as numerator",
                "cast(" + kpi.denominator() + " as double) as denominator",
                "cast(" + kpi.precision().low() + " as double) as value_low",
                "cast(" + kpi.precision().high() + " as double) as value_high",
                "cast(" + kpi.precision().sample() + " as double) as sample_size",
                kpi.slice().isComplete() + " as is_complete")
            .collect(Collectors.joining(", "))
        + " from %s where %s".formatted(contract.name(), kpi.where());
  }

  private static String text(String words) {
    return "'" + words.replace("'", "''") + "'";
  }
}
