package org.crmkpi.clv.numeric;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.util.Pair;

/**
 * Gauss-Legendre integrals over [0, end] of functions that fall like a power of 1 + t / scale.
 * Panels are of equal width, at most {@value #WIDTH}, in log(1 + t / scale), where such a function
 * is smooth.
 */
public final class Quadrature {
  private static final double WIDTH = 0.5;

  /** The points of a panel. */
  static final int POINTS = 12;

  private static final Pair<double[], double[]> RULE = rule();

  private Quadrature() {}

  /** The integral of the function from 0 to {@code end}. */
  public static double integral(DoubleUnaryOperator function, double scale, double end) {
    double logEnd = Math.log1p(end / scale);
    int panels = (int) Math.max(1, Math.ceil(logEnd / WIDTH));
    double half = logEnd / panels / 2;
    CompensatedSum sum = new CompensatedSum();
    for (int panel = 0; panel < panels; panel++) {
      sum.add(panel(function, scale, (2 * panel + 1) * half, half));
    }
    return sum.value();
  }

  /** A point of the rule, from -1 to 1. */
  static double point(int i) {
    return RULE.getFirst()[i];
  }

  /** Its weight; all of them are 2. */
  static double weight(int i) {
    return RULE.getSecond()[i];
  }

  private static double panel(
      DoubleUnaryOperator function, double scale, double middle, double half) {
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      double t = scale * Math.expm1(middle + half * RULE.getFirst()[i]);
      sum += RULE.getSecond()[i] * half * (t + scale) * function.applyAsDouble(t);
    }
    return sum;
  }

  private static Pair<double[], double[]> rule() {
    var rule = new GaussIntegratorFactory().legendre(POINTS);
    double[] points = new double[POINTS];
    double[] weights = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      points[i] = rule.getPoint(i);
      weights[i] = rule.getWeight(i);
    }
    return new Pair<>(points, weights);
  }
}
