package org.crmkpi.clv.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The gradient of a likelihood against differences of its values. */
public final class GradientCheck {
  private static final double STEP = 1e-3;

  private GradientCheck() {}

  /** Fails unless the gradient at a point is what the values around it say. */
  public static void check(LogLikelihood likelihood, double[] logParameters) {
    double[] gradient = new double[likelihood.dimension()];
    double value = likelihood.at(logParameters, gradient);
    assertThat(value).isFinite();
    for (int i = 0; i < gradient.length; i++) {
      double difference =
          (8
                      * (shifted(likelihood, logParameters, i, 1)
                          - shifted(likelihood, logParameters, i, -1))
                  - shifted(likelihood, logParameters, i, 2)
                  + shifted(likelihood, logParameters, i, -2))
              / (12 * STEP);
      assertThat(gradient[i])
          .as("derivative %d", i)
          .isCloseTo(
              difference, within(1e-9 * Math.abs(value) + 1e-6 * Math.abs(difference) + 1e-8));
    }
  }

  private static double shifted(LogLikelihood likelihood, double[] point, int i, int steps) {
    double[] shifted = point.clone();
    shifted[i] += steps * STEP;
    return likelihood.at(shifted, new double[point.length]);
  }
}
