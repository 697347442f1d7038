package org.crmkpi.clv.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.crmkpi.clv.Discount;
import org.crmkpi.clv.data.Buyer;
import org.crmkpi.clv.data.Purchases;
import org.crmkpi.clv.fit.Estimate;
import org.crmkpi.clv.holdout.Holdout;
import org.crmkpi.clv.holdout.HoldoutScore;
import org.crmkpi.clv.holdout.Prediction;
import org.crmkpi.clv.spend.GammaGamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The published figures of the CDNOW sample. They are in weeks, the models in days. */
class CdnowTest {
  private static final double WEEK = 7;
  private static final double HOLDOUT = 39 * WEEK;

  @Test
  void theDataIsPreparedAsPublished() {
    RepeatSummary histories = Purchases.cdnow().histories();

    assertThat(histories.customers()).isEqualTo(2357);
    assertThat(histories.repeaters()).isEqualTo(946);
    assertThat(histories.purchases()).isEqualTo(2457);
    assertThat(Purchases.cdnow().holdout().laterPurchases()).isEqualTo(1882);
    assertThat(Purchases.cdnow().spend().meanSpend()).isCloseTo(35.0786, within(0.001));
    var byPurchases = histories.customersByPurchases();
    assertThat(byPurchases.headMap(7).values())
        .containsExactly(1411L, 439L, 214L, 100L, 62L, 38L, 29L);
    assertThat(byPurchases.tailMap(7).values().stream().mapToLong(x -> x).sum()).isEqualTo(64);
    var observed =
        histories.cases().stream().mapToInt(RepeatCase::observedDays).summaryStatistics();
    assertThat(observed.getMin()).isEqualTo(189);
    assertThat(observed.getMax()).isEqualTo(272);
  }

  @ParameterizedTest
  @CsvSource({
    "BG_NBD, 0.242595, 4.413602, 0.792922, 2.425906, 0.5, 0.5, -9582.4292",
    "MBG_NBD, 0.524843, 6.183085, 0.891359, 1.614002, 0.5, 0.5, -9582.1357",
    "PARETO_NBD, 0.553277, 10.577683, 0.606240, 11.668731, 0.5, 1, -9594.9762"
  })
  void theParametersAreThePublishedOnes(
      RepeatKind kind,
      double first,
      double alpha,
      double third,
      double fourth,
      double percentOfThird,
      double percentOfFourth,
      double logLikelihood) {
    RepeatSummary histories = Purchases.cdnow().histories();

    Estimate estimate = kind.fit(histories);

    assertThat(estimate.converged()).isTrue();
    List<Double> values = estimate.values();
    double fourthInWeeks = kind == RepeatKind.PARETO_NBD ? values.get(3) / WEEK : values.get(3);
    assertThat(values.get(0)).isCloseTo(first, Percentage.withPercentage(0.1));
    assertThat(values.get(1) / WEEK).isCloseTo(alpha, Percentage.withPercentage(0.1));
    assertThat(values.get(2)).isCloseTo(third, Percentage.withPercentage(percentOfThird));
    assertThat(fourthInWeeks).isCloseTo(fourth, Percentage.withPercentage(percentOfFourth));
    assertThat(estimate.logLikelihood() + histories.purchases() * Math.log(WEEK))
        .isCloseTo(logLikelihood, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({"0.142857, 0.0078", "1, 0.0532", "3, 0.1506", "31.8571, 1.0405", "32, 1.0437"})
  void aNewCustomerIsExpectedToBuyAsPublished(double weeks, double published) {
    RepeatModel model = fitted(RepeatKind.BG_NBD);

    assertThat(model.expectedPurchasesOfNewCustomerInDays(weeks * WEEK))
        .isCloseTo(published, within(0.00005));
  }

  @Test
  void theFigureOfSeventyEightWeeksIsPublishedWithASeriesOfAHundredAndFiftyTerms() {
    BgNbd model = (BgNbd) fitted(RepeatKind.BG_NBD);
    double published = 1.8576;

    assertThat(newCustomerCutOff(model, 78 * WEEK, 150)).isCloseTo(published, within(0.00005));
    assertThat(model.expectedPurchasesOfNewCustomerInDays(78 * WEEK))
        .isCloseTo(newCustomerCutOff(model, 78 * WEEK, 10_000), within(1e-9))
        .isCloseTo(published, within(0.0005));
  }

  /** Equation 9 of the paper as a spreadsheet has it: so many terms of the plain series. */
  private static double newCustomerCutOff(BgNbd m, double days, int terms) {
    double z = days / (m.alpha() + days);
    double c = m.a() + m.b() - 1;
    double term = 1;
    double sum = 1;
    for (int j = 0; j < terms; j++) {
      term *= (m.r() + j) * (m.b() + j) / ((c + j) * (1 + j)) * z;
      sum += term;
    }
    return c / (m.a() - 1) * (1 - Math.pow(1 - z, m.r()) * sum);
  }

  @ParameterizedTest
  @CsvSource({
    "BG_NBD, 1.2260, 0.0005, 0.72661, 0.19478, 1",
    "MBG_NBD, 1.26267, 0.0001, 0.70613, 0.15395, 0.38972",
    "PARETO_NBD, , , , 0.10706, 0.29510"
  })
  void aCustomerWithTwoPurchasesAndOneWithNoneAreExpectedToBuyAsPublished(
      RepeatKind kind,
      Double purchasesOfTwo,
      Double tolerance,
      Double aliveWithTwo,
      double purchasesOfNone,
      double aliveWithNone) {
    RepeatModel model = fitted(kind);

    if (purchasesOfTwo != null) {
      assertThat(model.expectedPurchasesInDays(2, 213, 272, HOLDOUT))
          .isCloseTo(purchasesOfTwo, within(tolerance));
      assertThat(model.pAlive(2, 213, 272)).isCloseTo(aliveWithTwo, within(0.00005));
    }
    assertThat(model.expectedPurchasesInDays(0, 0, 272, HOLDOUT))
        .isCloseTo(purchasesOfNone, within(0.00005));
    assertThat(model.pAlive(0, 0, 272)).isCloseTo(aliveWithNone, within(0.00005));
  }

  @ParameterizedTest
  @CsvSource({"BG_NBD, 1653.4, 0.8134", "MBG_NBD, 1576.7, 0.4487", "PARETO_NBD, 1665.5, 0.4463"})
  void theHoldoutTotalAndTheMeanOfAliveAreThePublishedOnes(
      RepeatKind kind, double total, double meanAlive) {
    Holdout holdout = Purchases.cdnow().holdout();
    double[] parameters = kind.fit(holdout.calibration()).parameters();

    HoldoutScore score = HoldoutScore.of(holdout, Prediction.of(kind, parameters, 273));

    assertThat(holdout.days()).isEqualTo(273);
    assertThat(score.actual()).isEqualTo(1882);
    assertThat(score.predicted()).isCloseTo(total, within(0.1));
    RepeatModel model = kind.model(parameters);
    double alive =
        holdout.calibration().cases().stream()
            .mapToDouble(
                c -> c.customers() * model.pAlive(c.purchases(), c.lastDay(), c.observedDays()))
            .sum();
    assertThat(alive / holdout.customers()).isCloseTo(meanAlive, within(0.0001));
  }

  @Test
  void theSameRateAsBeforeOverstatesTheHoldoutAsPublished() {
    Holdout holdout = Purchases.cdnow().holdout();

    HoldoutScore score = HoldoutScore.of(holdout, Prediction.sameRateAsBefore(273));

    assertThat(score.predicted()).isCloseTo(2930.1, within(0.1));
  }

  @Test
  void twelveMonthsAreFiftyTwoWeeksAndNotThreeHundredAndSixty() {
    RepeatModel model = fitted(RepeatKind.BG_NBD);
    GammaGamma published = new GammaGamma(6.25, 3.74, 15.44);
    Buyer first = Purchases.cdnow().buyers().get(0);
    double perPurchase = published.expectedMeanSpend(2, first.meanSpend());

    assertThat(perPurchase * monthly(model, 4.345 * WEEK)).isCloseTo(36.28, within(0.005));
    assertThat(perPurchase * monthly(model, 30 * WEEK)).isCloseTo(140.10, within(0.01));
    assertThat(perPurchase * monthly(model, Discount.daysOfMonths(1)))
        .isCloseTo(36.28, within(0.03));
  }

  /** The purchases of the first customer in twelve steps, discounted by 1 % a step at its end. */
  private static double monthly(RepeatModel model, double stepDays) {
    return IntStream.rangeClosed(1, 12)
        .mapToDouble(
            step ->
                (model.expectedPurchasesInDays(2, 213, 272, step * stepDays)
                        - model.expectedPurchasesInDays(2, 213, 272, (step - 1) * stepDays))
                    / Math.pow(1.01, step))
        .sum();
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfTheCustomersDoesNotMoveADigit(RepeatKind kind) {
    List<RepeatCase> shuffled =
        new ArrayList<>(Purchases.cdnow().buyers().stream().map(Buyer::history).toList());
    Estimate before = kind.fit(RepeatSummary.of(shuffled));

    Collections.shuffle(shuffled, new Random(1));

    assertThat(kind.fit(RepeatSummary.of(shuffled))).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void fromAnyStartTheFitEndsAtTheSameDigits(RepeatKind kind) {
    Estimate once = kind.fit(Purchases.cdnow().histories());

    assertThat(kind.fit(Purchases.cdnow().histories())).isEqualTo(once);
    assertThat(once.standardError(0)).isPositive();
    assertThat(once.range(0).low()).isLessThan(once.values().get(0));
  }

  private static RepeatModel fitted(RepeatKind kind) {
    return kind.model(kind.fit(Purchases.cdnow().histories()).parameters());
  }
}
