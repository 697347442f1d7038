package org.crmkpi.clv.fit;

import java.util.function.ToDoubleFunction;

/**
 * The standard error of a figure that follows from estimated parameters: the slopes of the figure
 * by the logarithms of the parameters, as central differences, times their covariances.
 */
public final class DeltaMethod {
  private static final double STEP = 1e-4;

  private DeltaMethod() {}

  /**
   * The standard error of a figure.
   *
   * @param parameters all positive
   * @param logCovariance the covariances of their logarithms, row by row
   */
  public static double standardError(
      double[] parameters, double[] logCovariance, ToDoubleFunction<double[]> figure) {
    int n = parameters.length;
    double[] slopes = new double[n];
    for (int i = 0; i < n; i++) {
      slopes[i] = slope(parameters, i, figure);
    }
    double variance = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        variance += slopes[i] * logCovariance[i * n + j] * slopes[j];
      }
    }
    return Math.sqrt(Math.max(0, variance));
  }

  private static double slope(
      double[] parameters, int parameter, ToDoubleFunction<double[]> figure) {
    double above = figure.applyAsDouble(shifted(parameters, parameter, STEP));
    double below = figure.applyAsDouble(shifted(parameters, parameter, -STEP));
    return (above - below) / (2 * STEP);
  }

  private static double[] shifted(double[] parameters, int parameter, double step) {
    double[] shifted = parameters.clone();
    shifted[parameter] *= Math.exp(step);
    return shifted;
  }
}
