package org.crmkpi.fits;

import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.crmkpi.clv.fit.Estimate;
import org.crmkpi.clv.fit.SegmentEstimate;
import org.crmkpi.clv.holdout.Holdout;
import org.crmkpi.clv.holdout.HoldoutCase;
import org.crmkpi.clv.holdout.HoldoutGroup;
import org.crmkpi.clv.holdout.HoldoutScore;
import org.crmkpi.clv.holdout.ModelChoice;
import org.crmkpi.clv.holdout.Prediction;
import org.crmkpi.clv.numeric.SignificantDigits;
import org.crmkpi.clv.repeat.RepeatKind;
import org.crmkpi.clv.repeat.RepeatSummary;

/**
 * Which method predicts the purchases of a holdout period best: the models of repeat buying fitted
 * to the time before it, and the two plain answers, for every segment that is large enough and for
 * all customers. In a summary all rows have the same end of calibration and the same holdout.
 */
final class HoldoutFit {
  /** The fit as tables name it. */
  static final Fit FIT =
      Fit.of(
          "repeat_buying_holdout",
          2,
          "segment string, purchases bigint, last_day int, observed_days int,"
              + " later_purchases bigint, calibrated_on date, holdout_days int,"
              + " customers_count bigint",
          "segment string, method string, part string, part_value string, is_baseline boolean,"
              + " fitted_over string, customers double, predicted_purchases double,"
              + " actual_purchases double, error_rate double, root_mean_squared_error double,"
              + " is_published boolean, reason string, calibrated_on date, holdout_days int,"
              + " is_converged boolean",
          rows -> new HoldoutFit(rows).rows());

  private final LocalDate calibratedOn;
  private final int days;
  private final Segments<Holdout> holdouts;
  private final Map<RepeatKind, Map<String, SegmentEstimate>> estimates =
      new EnumMap<>(RepeatKind.class);

  private HoldoutFit(List<Row> summary) {
    this.calibratedOn = summary.get(0).<Date>getAs("calibrated_on").toLocalDate();
    this.days = summary.get(0).<Integer>getAs("holdout_days");
    Map<String, Holdout> bySegment = new TreeMap<>();
    Segments.rows(summary)
        .forEach(
            (segment, rows) ->
                bySegment.put(
                    segment, new Holdout(rows.stream().map(HoldoutFit::holdout).toList(), days)));
    this.holdouts = new Segments<>(bySegment, Holdout::sum);
    Map<String, RepeatSummary> histories = new TreeMap<>();
    bySegment.forEach((segment, holdout) -> histories.put(segment, holdout.calibration()));
    Segments<RepeatSummary> calibration = new Segments<>(histories, RepeatSummary::sum);
    for (RepeatKind kind : RepeatKind.values()) {
      estimates.put(kind, calibration.estimates(kind.fitting(Segments.LEAST_REPEATERS)));
    }
  }

  private static HoldoutCase holdout(Row row) {
    return new HoldoutCase(
        RepeatBuyingFit.history(row), Math.toIntExact(row.<Long>getAs("later_purchases")));
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    holdouts
        .withAll()
        .forEach(
            (segment, holdout) -> {
              if (isLargeEnough(segment, holdout)) {
                rows.addAll(rows(segment, holdout));
              }
            });
    return rows;
  }

  /** A choice between methods by a few customers is chance; that of all is then taken. */
  private static boolean isLargeEnough(String segment, Holdout holdout) {
    return segment.equals(Segments.ALL)
        || holdout.calibration().repeaters() >= Segments.LEAST_REPEATERS;
  }

  private List<Row> rows(String segment, Holdout holdout) {
    Collection<Estimate> found =
        Stream.of(RepeatKind.values())
            .flatMap(kind -> estimate(kind, segment).stream())
            .map(SegmentEstimate::estimate)
            .toList();
    List<Prediction> methods = ModelChoice.candidates(holdout.calibration(), days, found);
    ModelChoice choice =
        ModelChoice.of(methods.stream().map(method -> HoldoutScore.of(holdout, method)).toList());
    Stream<Row> scored =
        methods.stream()
            .flatMap(
                method -> {
                  Scored of = new Scored(segment, method, choice);
                  return Stream.of(
                          Stream.of(total(of, HoldoutScore.of(holdout, method))),
                          cohorts(of, holdout),
                          deciles(of, holdout))
                      .flatMap(rows -> rows);
                });
    return Stream.concat(scored, unconverged(segment)).toList();
  }

  /** A method of a segment, and which one was chosen. */
  private record Scored(String segment, Prediction method, ModelChoice choice) {
    boolean isPublished() {
      return method.method().equals(choice.method());
    }
  }

  private Row total(Scored of, HoldoutScore score) {
    HoldoutGroup all = new HoldoutGroup(0, score.customers(), score.predicted(), score.actual());
    return row(of, "total", Segments.ALL, all, score.rootMeanSquaredError());
  }

  private Stream<Row> cohorts(Scored of, Holdout holdout) {
    return HoldoutScore.byCohort(holdout, of.method(), history -> month(history.observedDays()))
        .stream()
        .map(group -> row(of, "cohort", name(group.group()), group, null));
  }

  private Stream<Row> deciles(Scored of, Holdout holdout) {
    return HoldoutScore.byDecile(holdout, of.method()).stream()
        .map(group -> row(of, "decile", String.valueOf(group.group()), group, null));
  }

  private int month(int observedDays) {
    LocalDate first = calibratedOn.minusDays(observedDays);
    return first.getYear() * 12 + first.getMonthValue() - 1;
  }

  private static String name(int month) {
    return YearMonth.of(month / 12, month % 12 + 1).toString();
  }

  private Row row(Scored of, String part, String value, HoldoutGroup group, Double error) {
    double predicted = rounded(group.predicted());
    double actual = rounded(group.actual());
    return RowFactory.create(
        of.segment(),
        of.method().method(),
        part,
        value,
        of.method().isBaseline(),
        fittedOver(of),
        rounded(group.customers()),
        predicted,
        actual,
        actual > 0 ? Double.valueOf(rounded(predicted / actual - 1)) : null,
        error,
        of.isPublished(),
        of.isPublished() ? of.choice().reason() : null,
        Date.valueOf(calibratedOn),
        days,
        true);
  }

  private String fittedOver(Scored of) {
    return Stream.of(RepeatKind.values())
        .filter(kind -> kind.tableName().equals(of.method().method()))
        .flatMap(kind -> estimate(kind, of.segment()).stream())
        .map(found -> Segments.name(found.level()))
        .findFirst()
        .orElse(null);
  }

  private Stream<Row> unconverged(String segment) {
    return Stream.of(RepeatKind.values())
        .filter(kind -> estimate(kind, segment).isEmpty())
        .map(
            kind ->
                RowFactory.create(
                    segment,
                    kind.tableName(),
                    "total",
                    Segments.ALL,
                    false,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    null,
                    Date.valueOf(calibratedOn),
                    days,
                    false));
  }

  private Optional<SegmentEstimate> estimate(RepeatKind kind, String segment) {
    return Optional.ofNullable(estimates.get(kind).get(segment));
  }

  private static double rounded(double value) {
    return SignificantDigits.round(value, SignificantDigits.OF_PARAMETERS);
  }
}
