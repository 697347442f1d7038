package org.crmkpi.fits;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.crmkpi.clv.fit.Estimate;
import org.crmkpi.clv.fit.SegmentEstimate;
import org.crmkpi.clv.numeric.SignificantDigits;
import org.crmkpi.clv.repeat.RepeatCase;
import org.crmkpi.clv.repeat.RepeatKind;
import org.crmkpi.clv.repeat.RepeatSummary;
import org.crmkpi.clv.spend.GammaGamma;
import org.crmkpi.clv.spend.SpendCase;
import org.crmkpi.clv.spend.SpendSummary;

/**
 * How often customers come back and what they spend: every model of repeat buying and that of spend
 * for every segment and for all customers, beside the plain rates and means. A row of the summary
 * with a mean spend counts customers by it, one without counts them by their histories.
 */
final class RepeatBuyingFit {
  /** The fit as tables name it. */
  static final Fit FIT =
      Fit.of(
          "repeat_buying",
          2,
          "segment string, purchases bigint, last_day int, observed_days int,"
              + " mean_spend_cents bigint, customers_count bigint, repeaters_count bigint",
          "segment string, model string, fitted_over string, parameter_names array<string>,"
              + " parameters array<double>, standard_errors array<double>,"
              + " log_covariance array<double>, log_likelihood double, is_converged boolean,"
              + " cases_count bigint",
          RepeatBuyingFit::rows);

  private static final double CENTS = 100;
  private static final String SPEND = "mean_spend_cents";

  private RepeatBuyingFit() {}

  private static List<Row> rows(List<Row> summary) {
    Segments<RepeatSummary> histories = histories(summary);
    Stream<Row> purchases =
        Stream.of(RepeatKind.values())
            .flatMap(
                kind ->
                    estimated(
                        kind.tableName(),
                        histories.names(),
                        histories.estimates(kind.fitting(Segments.LEAST_REPEATERS))));
    return Stream.of(purchases, plainRates(histories), spend(summary))
        .flatMap(each -> each)
        .toList();
  }

  private static Segments<RepeatSummary> histories(List<Row> summary) {
    List<Row> rows = summary.stream().filter(row -> row.getAs(SPEND) == null).toList();
    Map<String, RepeatSummary> bySegment = new java.util.TreeMap<>();
    Segments.rows(rows)
        .forEach(
            (segment, cases) ->
                bySegment.put(
                    segment,
                    RepeatSummary.of(cases.stream().map(RepeatBuyingFit::history).toList())));
    return new Segments<>(bySegment, RepeatSummary::sum);
  }

  private static Stream<Row> spend(List<Row> summary) {
    List<Row> rows = summary.stream().filter(row -> row.getAs(SPEND) != null).toList();
    if (rows.isEmpty()) {
      return Stream.of();
    }
    Map<String, SpendSummary> bySegment = new java.util.TreeMap<>();
    Segments.rows(rows)
        .forEach(
            (segment, cases) ->
                bySegment.put(
                    segment,
                    SpendSummary.of(cases.stream().map(RepeatBuyingFit::spendCase).toList())));
    Segments<SpendSummary> spends = new Segments<>(bySegment, SpendSummary::sum);
    return Stream.concat(
        estimated(
            GammaGamma.NAME,
            spends.names(),
            spends.estimates(GammaGamma.fitting(Segments.LEAST_REPEATERS))),
        plainMeans(spends));
  }

  /** What anybody can say of purchases: nothing but the own rate, or the rate of the segment. */
  private static Stream<Row> plainRates(Segments<RepeatSummary> histories) {
    return histories.withAll().entrySet().stream()
        .flatMap(
            entry -> {
              RepeatSummary seen = entry.getValue();
              double rate = (double) seen.purchases() / Math.max(1, seen.customerDays());
              return Stream.of(
                  plain(entry.getKey(), "same_rate_as_before", List.of(), seen.customers()),
                  plain(entry.getKey(), "mean_of_segment", List.of(rate), seen.customers()));
            });
  }

  private static Stream<Row> plainMeans(Segments<SpendSummary> spends) {
    return spends.withAll().entrySet().stream()
        .map(
            entry ->
                plain(
                    entry.getKey(),
                    "mean_spend",
                    List.of(entry.getValue().meanSpend()),
                    entry.getValue().customers()));
  }

  private static Row plain(String segment, String model, List<Double> values, long cases) {
    String[] names = values.stream().map(value -> "mean").toArray(String[]::new);
    Double[] rounded =
        values.stream()
            .map(value -> SignificantDigits.round(value, SignificantDigits.OF_PARAMETERS))
            .toArray(Double[]::new);
    return RowFactory.create(
        segment, model, segment, names, rounded, null, null, null, true, cases);
  }

  private static Stream<Row> estimated(
      String model, Stream<String> segments, Map<String, SegmentEstimate> found) {
    return segments.map(
        segment ->
            found.containsKey(segment)
                ? estimated(segment, found.get(segment))
                : RowFactory.create(
                    segment, model, null, null, null, null, null, null, false, null));
  }

  private static Row estimated(String segment, SegmentEstimate found) {
    Estimate estimate = found.estimate();
    Double[] errors =
        IntStream.range(0, estimate.values().size())
            .mapToObj(estimate::standardError)
            .map(error -> SignificantDigits.round(error, SignificantDigits.OF_VARIANCES))
            .toArray(Double[]::new);
    return RowFactory.create(
        segment,
        estimate.model(),
        Segments.name(found.level()),
        estimate.names().toArray(String[]::new),
        estimate.values().toArray(Double[]::new),
        errors,
        estimate.logCovariance().stream().flatMap(List::stream).toArray(Double[]::new),
        estimate.logLikelihood(),
        true,
        estimate.cases());
  }

  /** The history that a row of a summary counts customers by. */
  static RepeatCase history(Row row) {
    return new RepeatCase(
        Math.toIntExact(row.<Long>getAs("purchases")),
        row.<Integer>getAs("last_day"),
        row.<Integer>getAs("observed_days"),
        row.<Long>getAs("customers_count"));
  }

  private static SpendCase spendCase(Row row) {
    return new SpendCase(
        Math.toIntExact(row.<Long>getAs("purchases")),
        row.<Long>getAs(SPEND) / CENTS,
        row.<Long>getAs("repeaters_count"));
  }
}
