package org.crmkpi.clv.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Likelihoods that cannot be computed everywhere. */
class MaximumLikelihoodTest {

  /** A parabola with its top at the logarithm {@code top}, not a number from {@code end} on. */
  private record Parabola(double top, double end) implements LogLikelihood {
    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public long cases() {
      return 10;
    }

    @Override
    public double at(double[] logParameters, double[] gradient) {
      double x = logParameters[0];
      if (Double.isNaN(x)) {
        throw new IllegalArgumentException("not a parameter");
      }
      gradient[0] = x < end ? -200 * (x - top) : Double.NaN;
      return x < end ? -100 * (x - top) * (x - top) : Double.NaN;
    }
  }

  private static Estimate fit(LogLikelihood likelihood) {
    return MaximumLikelihood.fit(
        "parabola", List.of("x"), likelihood, likelihood, List.of(new double[] {0.01}));
  }

  @Test
  void aMaximumBesideWhatCannotBeComputedIsFound() {
    Estimate estimate = fit(new Parabola(1, 1.05));

    assertThat(estimate.converged()).isTrue();
    assertThat(estimate.values().get(0)).isCloseTo(Math.E, within(1e-6));
  }

  @Test
  void whereTheMaximumCannotBeComputedTheFitDoesNotConverge() {
    assertThat(fit(new Parabola(1, 0.5)).converged()).isFalse();
    assertThat(fit(new Parabola(1, -20)).converged()).isFalse();
  }
}
