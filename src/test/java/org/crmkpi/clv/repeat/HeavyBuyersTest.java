package org.crmkpi.clv.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.crmkpi.clv.fit.GradientCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Customers whose powers and gamma functions leave the range of floating point. */
class HeavyBuyersTest {
  private static final double[] PUBLISHED = {0.25, 4, 0.8, 2.5};

  @ParameterizedTest
  @CsvSource({"0, 0, -0.59947382, 5e-9", "200, 38, 100.79569, 5e-6"})
  void theLikelihoodOfOneCustomerIsThePublishedOne(
      int purchases, int lastDay, double published, double tolerance) {
    RepeatSummary one = RepeatSummary.of(List.of(new RepeatCase(purchases, lastDay, 40, 1)));
    double[] logs = DoubleStream.of(PUBLISHED).map(Math::log).toArray();

    double value = RepeatKind.BG_NBD.likelihood(one).at(logs, new double[4]);

    assertThat(value).isCloseTo(published, within(tolerance));
  }

  @ParameterizedTest
  @EnumSource
  void fiveThousandPurchasesStayFinite(RepeatKind kind) {
    double[] parameters = {0.5, 30, 0.8, 2.5};
    RepeatModel model = kind.model(parameters);
    RepeatSummary one = RepeatSummary.of(List.of(new RepeatCase(5000, 5990, 6000, 1)));

    GradientCheck.check(kind.likelihood(one), DoubleStream.of(parameters).map(Math::log).toArray());
    assertThat(model.pAlive(5000, 5990, 6000)).isBetween(0.05, 1.0);
    assertThat(model.pAlive(5000, 1000, 6000)).isBetween(0.0, 1e-300);
    assertThat(model.expectedPurchasesInDays(5000, 5990, 6000, 365)).isBetween(50.0, 365.0);
    assertThat(model.discountedPurchasesInDays(5000, 5990, 6000, Double.POSITIVE_INFINITY, 0.1))
        .isBetween(100.0, 365 / Math.log(1.1));
  }

  @Test
  void aDropoutShapeOfOneIsNoPole() {
    double below = new BgNbd(0.5, 30, 1 - 2e-4, 2.5).expectedPurchasesInDays(3, 100, 200, 365);
    double at = new BgNbd(0.5, 30, 1, 2.5).expectedPurchasesInDays(3, 100, 200, 365);
    double above = new BgNbd(0.5, 30, 1 + 2e-4, 2.5).expectedPurchasesInDays(3, 100, 200, 365);

    assertThat(at).isCloseTo((below + above) / 2, within(1e-6)).isBetween(above, below);
    double pareto = new ParetoNbd(0.5, 30, 1, 50).expectedPurchasesInDays(3, 100, 200, 365);
    assertThat(new ParetoNbd(0.5, 30, 1 + 1e-9, 50).expectedPurchasesInDays(3, 100, 200, 365))
        .isCloseTo(pareto, within(1e-8));
  }

  @Test
  void equalScalesAreNoPoleOfTheParetoModel() {
    double[] logs = DoubleStream.of(0.5, 30, 0.6, 30).map(Math::log).toArray();
    RepeatSummary some =
        RepeatSummary.of(List.of(new RepeatCase(3, 80, 100, 2), new RepeatCase(0, 0, 90, 5)));

    GradientCheck.check(RepeatKind.PARETO_NBD.likelihood(some), logs);
  }
}
