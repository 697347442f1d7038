package org.crmkpi.clv.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.crmkpi.clv.fit.GradientCheck;

/** What holds for the Gamma-Gamma model, whatever the parameters and amounts. */
class SpendLawsTest {

  @Property(tries = 200)
  void gradientsEqualDifferencesOfTheLikelihood(
      @ForAll @DoubleRange(min = -1, max = 3) double logP,
      @ForAll @DoubleRange(min = -1, max = 3) double logQ,
      @ForAll @DoubleRange(min = -1, max = 6) double logV,
      @ForAll("spend") List<SpendCase> spend) {
    GradientCheck.check(
        new SpendLikelihood(SpendSummary.of(spend)), new double[] {logP, logQ, logV});
  }

  @Property(tries = 200)
  void theExpectedSpendLiesBetweenTheOwnMeanAndThatOfAll(
      @ForAll @DoubleRange(min = 0.5, max = 20) double p,
      @ForAll @DoubleRange(min = 1.1, max = 20) double q,
      @ForAll @DoubleRange(min = 1, max = 500) double v,
      @ForAll @IntRange(min = 1, max = 500) int purchases,
      @ForAll @DoubleRange(min = 1, max = 500) double own) {
    GammaGamma model = new GammaGamma(p, q, v);

    double expected = model.expectedMeanSpend(purchases, own);

    double all = model.meanSpend();
    assertThat(expected)
        .isBetween(Math.min(own, all) * (1 - 1e-12), Math.max(own, all) * (1 + 1e-12));
    assertThat(Math.abs(model.expectedMeanSpend(purchases + 1, own) - own))
        .isLessThanOrEqualTo(Math.abs(expected - own) + 1e-9);
  }

  @Property(tries = 50)
  void theOrderAndTheBundlingOfCustomersAreIrrelevant(
      @ForAll("spend") List<SpendCase> spend, @ForAll long seed) {
    List<SpendCase> singles = new ArrayList<>();
    spend.forEach(
        c ->
            singles.addAll(
                Collections.nCopies(
                    (int) c.customers(), new SpendCase(c.purchases(), c.meanSpend(), 1))));
    Collections.shuffle(singles, new Random(seed));

    assertThat(SpendSummary.of(singles).cases()).isEqualTo(SpendSummary.of(spend).cases());
  }

  @Property(tries = 100)
  void inCentsTheScaleIsAHundredTimesAndTheLikelihoodShiftsByTheCustomers(
      @ForAll("spend") List<SpendCase> spend) {
    SpendSummary dollars = SpendSummary.of(spend);
    SpendSummary cents =
        SpendSummary.of(
            spend.stream()
                .map(c -> new SpendCase(c.purchases(), 100 * c.meanSpend(), c.customers()))
                .toList());
    double[] at = {Math.log(6), Math.log(4), Math.log(15)};
    double[] inCents = {at[0], at[1], at[2] + Math.log(100)};

    double shifted =
        new SpendLikelihood(cents).at(inCents, new double[3]) + cents.customers() * Math.log(100);

    double value = new SpendLikelihood(dollars).at(at, new double[3]);
    assertThat(shifted).isCloseTo(value, within(1e-9 * Math.abs(value) + 1e-9));
  }

  @Provide
  static Arbitrary<List<SpendCase>> spend() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 60),
            Arbitraries.doubles().between(0.5, 900).ofScale(2),
            Arbitraries.longs().between(1, 4))
        .as(SpendCase::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }
}
