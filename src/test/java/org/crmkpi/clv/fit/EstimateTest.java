package org.crmkpi.clv.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors and intervals that follow from an estimate. */
class EstimateTest {
  private static final Estimate ESTIMATE =
      new Estimate(
          "two",
          List.of("a", "b"),
          List.of(2.0, 0.5),
          List.of(List.of(0.04, 0.01), List.of(0.01, 0.09)),
          -10,
          true,
          100);

  @Test
  void theErrorOfAParameterIsItsErrorOnTheLogScaleTimesItself() {
    assertThat(ESTIMATE.standardError(0)).isCloseTo(0.4, within(1e-12));
    assertThat(ESTIMATE.range(0).low()).isCloseTo(2 * Math.exp(-1.959964 * 0.2), within(1e-6));
    assertThat(ESTIMATE.range(0).high()).isCloseTo(2 * Math.exp(1.959964 * 0.2), within(1e-6));
  }

  @Test
  void theErrorOfAProductAddsTheVariancesAndTheCovarianceTwice() {
    double error = ESTIMATE.standardError(p -> p[0] * p[1]);

    assertThat(error).isCloseTo(Math.sqrt(0.04 + 0.09 + 0.02), within(1e-8));
  }

  @Test
  void theIntervalOfAProbabilityStaysBelowOne() {
    Range range = ESTIMATE.range(p -> p[0] / (p[0] + 0.01 * p[1]), Range.Scale.LOGIT);

    assertThat(range.low()).isGreaterThan(0.99);
    assertThat(range.high()).isLessThan(1);
    assertThat(ESTIMATE.range(p -> 1, Range.Scale.LOGIT)).isEqualTo(new Range(1, 1));
  }

  @Test
  void publishedFiguresHaveTheStatedDigits() {
    Estimate fine =
        new Estimate(
            "one", List.of("a"), List.of(1 / 3.0), List.of(List.of(1 / 7.0)), -1 / 3.0, true, 1);

    assertThat(fine.values()).containsExactly(0.3333333);
    assertThat(fine.logCovariance()).containsExactly(List.of(0.14286));
    assertThat(fine.logLikelihood()).isEqualTo(-0.3333333333);
  }

  @Test
  void namesAndValuesBelongTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Estimate("m", List.of("a"), List.of(1.0, 2.0), List.of(), 0, true, 1))
        .withMessageContaining("[a]");
  }
}
