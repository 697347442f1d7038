package org.crmkpi.clv.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.crmkpi.clv.fit.GradientCheck;
import org.crmkpi.clv.fit.LogLikelihood;
import org.crmkpi.clv.numeric.Quadrature;

/** What holds for every model of repeat buying, whatever the parameters and histories. */
class RepeatLawsTest {

  @Property(tries = 100)
  void gradientsEqualDifferencesOfTheLikelihood(
      @ForAll RepeatKind kind,
      @ForAll("parameters") double[] parameters,
      @ForAll("histories") List<RepeatCase> histories) {
    double[] logs = DoubleStream.of(parameters).map(Math::log).toArray();

    GradientCheck.check(kind.likelihood(RepeatSummary.of(histories)), logs);
  }

  @Property(tries = 100)
  void compressedIsUncompressedInAnyOrder(
      @ForAll RepeatKind kind,
      @ForAll("parameters") double[] parameters,
      @ForAll("histories") List<RepeatCase> histories,
      @ForAll long seed) {
    List<RepeatCase> singles = new ArrayList<>();
    histories.forEach(c -> singles.addAll(Collections.nCopies((int) c.customers(), single(c))));
    Collections.shuffle(singles, new Random(seed));
    RepeatSummary compressed = RepeatSummary.of(histories);
    RepeatSummary uncompressed = RepeatSummary.of(singles);

    assertThat(uncompressed.cases()).isEqualTo(compressed.cases());
    assertThat(value(kind, uncompressed, parameters))
        .isEqualTo(value(kind, compressed, parameters));
    double oneByOne =
        singles.stream()
            .mapToDouble(c -> value(kind, RepeatSummary.of(List.of(c)), parameters))
            .sum();
    assertThat(oneByOne)
        .isCloseTo(value(kind, compressed, parameters), within(1e-9 * Math.abs(oneByOne)));
  }

  @Property(tries = 100)
  void inUnitsOfWeeksTheScaleIsASeventhAndTheLikelihoodShiftsByThePurchases(
      @ForAll RepeatKind kind,
      @ForAll("parameters") double[] weekly,
      @ForAll("histories") List<RepeatCase> weeks) {
    List<RepeatCase> days =
        weeks.stream()
            .map(
                c ->
                    new RepeatCase(
                        c.purchases(), c.lastDay() * 7, c.observedDays() * 7, c.customers()))
            .toList();
    double[] daily = weekly.clone();
    daily[1] *= 7;
    daily[3] *= kind == RepeatKind.PARETO_NBD ? 7 : 1;

    double inWeeks = value(kind, RepeatSummary.of(weeks), weekly);
    double inDays = value(kind, RepeatSummary.of(days), daily);

    assertThat(inDays + RepeatSummary.of(days).purchases() * Math.log(7))
        .isCloseTo(inWeeks, within(1e-9 * Math.abs(inWeeks)));
  }

  @Property(tries = 100)
  void beingAliveIsAProbabilityThatFallsWithSilence(
      @ForAll RepeatKind kind,
      @ForAll("parameters") double[] parameters,
      @ForAll("history") RepeatCase c) {
    RepeatModel model = kind.model(parameters);
    double now = model.pAlive(c.purchases(), c.lastDay(), c.observedDays());
    double later = model.pAlive(c.purchases(), c.lastDay(), c.observedDays() + 30);

    assertThat(now).isBetween(0.0, 1.0);
    assertThat(later).isBetween(0.0, now + 1e-12);
  }

  @Property(tries = 100)
  void expectedPurchasesGrowWithTheHorizonAndDiscountingTakesFromThem(
      @ForAll RepeatKind kind,
      @ForAll("parameters") double[] parameters,
      @ForAll("history") RepeatCase c) {
    RepeatModel model = kind.model(parameters);
    double year = expected(model, c, 365);
    double twoYears = expected(model, c, 730);
    double discounted =
        model.discountedPurchasesInDays(c.purchases(), c.lastDay(), c.observedDays(), 730, 0.1);
    double endless =
        model.discountedPurchasesInDays(
            c.purchases(), c.lastDay(), c.observedDays(), Double.POSITIVE_INFINITY, 0.1);

    assertThat(year).isNotNegative().isLessThanOrEqualTo(twoYears * (1 + 1e-9));
    assertThat(discounted)
        .isBetween(twoYears / 1.21 * (1 - 1e-7), twoYears * (1 + 1e-7))
        .isLessThanOrEqualTo(endless * (1 + 1e-7));
  }

  @Property(tries = 100)
  void expectedPurchasesAreTheIntegralOfTheirRate(
      @ForAll RepeatKind kind,
      @ForAll("parameters") double[] parameters,
      @ForAll("history") RepeatCase c) {
    RepeatModel model = kind.model(parameters);

    double integral =
        Quadrature.integral(
            t -> model.purchasesPerDayIfAlive(c.purchases(), c.observedDays(), t),
            model.memoryDays(c.observedDays()),
            365);

    assertThat(model.expectedPurchasesIfAliveInDays(c.purchases(), c.observedDays(), 365))
        .isCloseTo(integral, within(1e-8 * integral));
  }

  private static double expected(RepeatModel model, RepeatCase c, double days) {
    return model.expectedPurchasesInDays(c.purchases(), c.lastDay(), c.observedDays(), days);
  }

  private static double value(RepeatKind kind, RepeatSummary summary, double[] parameters) {
    LogLikelihood likelihood = kind.likelihood(summary);
    return likelihood.at(
        DoubleStream.of(parameters).map(Math::log).toArray(), new double[parameters.length]);
  }

  private static RepeatCase single(RepeatCase c) {
    return new RepeatCase(c.purchases(), c.lastDay(), c.observedDays(), 1);
  }

  @Provide
  static Arbitrary<double[]> parameters() {
    Arbitrary<Double> shapes = Arbitraries.doubles().between(0.05, 8);
    Arbitrary<Double> scales = Arbitraries.doubles().between(5, 300);
    Arbitrary<Double> shapesOrScales = Arbitraries.doubles().between(0.5, 50);
    return Combinators.combine(shapes, scales, shapes, shapesOrScales)
        .as((r, alpha, third, fourth) -> new double[] {r, alpha, third, fourth});
  }

  @Provide
  static Arbitrary<RepeatCase> history() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 60),
            Arbitraries.integers().between(1, 400),
            Arbitraries.integers().between(0, 400),
            Arbitraries.longs().between(1, 5))
        .as((x, last, more, n) -> new RepeatCase(x, x == 0 ? 0 : last, last + more, n));
  }

  @Provide
  static Arbitrary<List<RepeatCase>> histories() {
    return history().list().ofMinSize(1).ofMaxSize(20);
  }
}
