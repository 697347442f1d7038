package org.crmkpi.catalog;

import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.config.Goal;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Kpi;

/**
 * Inputs that no folder holds because contracts and settings say it all: the KPIs that tables
 * declare, their values as one long table, and the goals of conf/goals.conf.
 */
public final class GeneratedInputs {
  /** One row a declared KPI. */
  public static final String DECLARED_KPIS = "declared_kpis";

  /** One row a KPI, period and slice. */
  public static final String DECLARED_KPI_VALUES = "declared_kpi_values";

  /** One row a goal. */
  public static final String DECLARED_GOALS = "declared_goals";

  private static final Map<String, String> COLUMNS =
      Map.of(
          DECLARED_KPIS,
          "kpi string, about string, formula string, unit string, direction string,"
              + " category string, owner string, review string, is_headline boolean,"
              + " source_table string, source_column string",
          DECLARED_KPI_VALUES,
          "kpi string, unit string, period_kind string, period_start_on date,"
              + " dimension string, dimension_value string, value double, numerator double,"
              + " denominator double, value_low double, value_high double, sample_size double,"
              + " is_complete boolean",
          DECLARED_GOALS,
          "goal string, about string, owner string, kpi string, dimension string,"
              + " dimension_value string, period_kind string, starts_on date, baseline double,"
              + " target double, target_change double, deadline_on date, actions string");

  /** The names of all generated inputs. */
  public static final Set<String> NAMES = COLUMNS.keySet();

  private GeneratedInputs() {}

  /** The columns of a generated input. */
  public static StructType schema(String name) {
    return StructType.fromDDL(COLUMNS.get(name));
  }

  /** The query behind a generated input; empty when nothing is declared. */
  public static String sql(String name, Catalogue catalogue) {
    return switch (name) {
      case DECLARED_KPIS ->
          union(catalogue.kpiContracts().stream().flatMap(GeneratedInputs::words));
      case DECLARED_KPI_VALUES ->
          union(catalogue.kpiContracts().stream().map(GeneratedInputs::values));
      default -> union(catalogue.goals().stream().map(GeneratedInputs::words));
    };
  }

  private static String union(Stream<String> selects) {
    return selects.collect(Collectors.joining("\nunion all\n"));
  }

  private static Stream<String> words(Contract contract) {
    return contract.kpis().stream().map(kpi -> words(contract, kpi));
  }

  private static String words(Goal goal) {
    return Stream.of(
            literal(goal.name()),
            literal(goal.about()),
            literal(goal.owner()),
            literal(goal.kpi()),
            literal(goal.dimension()),
            literal(goal.dimensionValue()),
            literal(goal.periodKind()),
            day(goal.startsOn()),
            number(goal.baseline()),
            number(goal.target()),
            number(goal.targetChange()),
            day(goal.deadlineOn()),
            literal(String.join("; ", goal.actions())))
        .collect(Collectors.joining(", ", "select ", ""));
  }

  private static String day(LocalDate day) {
    return "date'" + day + "'";
  }

  private static String number(OptionalDouble number) {
    return number.isEmpty() ? "cast(null as double)" : "double('" + number.getAsDouble() + "')";
  }

  private static String words(Contract contract, Kpi kpi) {
    return Stream.of(
            kpi.name(),
            kpi.about(),
            kpi.formula(),
            kpi.unit(),
            kpi.direction().name().toLowerCase(java.util.Locale.ROOT),
            kpi.category(),
            kpi.owner(),
            kpi.review())
        .map(GeneratedInputs::literal)
        .collect(
            Collectors.joining(
                ", ",
                "select ",
                ", %s, %s, %s"
                    .formatted(
                        kpi.headline(), literal(contract.qualifiedName()), literal(kpi.value()))));
  }

  /** One pass over a table: each row is as many values as there are KPIs that count it. */
  private static String values(Contract contract) {
    return contract.kpis().stream()
        .map(GeneratedInputs::value)
        .collect(
            Collectors.joining(
                ",\n  ",
                "select inline(array_compact(array(\n  ",
                "\n))) from " + contract.name()));
  }

  private static String value(Kpi kpi) {
    return """
        case when %s then struct(%s as kpi, %s as unit, cast(%s as string) as period_kind,
          cast(%s as date) as period_start_on, cast(%s as string) as dimension,
          cast(%s as string) as dimension_value, cast(%s as double) as value,
          cast(%s as double) as numerator, cast(%s as double) as denominator,
          cast(%s as double) as value_low, cast(%s as double) as value_high,
          cast(%s as double) as sample_size, %s as is_complete) end"""
        .formatted(
            kpi.where(),
            literal(kpi.name()),
            literal(kpi.unit()),
            kpi.slice().periodKind(),
            kpi.slice().periodStartOn(),
            kpi.slice().dimension(),
            kpi.slice().dimensionValue(),
            kpi.value(),
            kpi.numerator(),
            kpi.denominator(),
            kpi.precision().low(),
            kpi.precision().high(),
            kpi.precision().sample(),
            kpi.slice().isComplete());
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
