package org.crmkpi.clv.fit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Newton's method from a point near the maximum to the last digits. The Hessian, which the standard
 * errors need too, is the central difference of the analytic gradient. Directions in which the
 * likelihood is not concave are followed uphill, steps are at most 1 long and are halved until they
 * climb.
 */
final class NewtonAscent {
  private static final double DIFFERENCE = 1e-4;
  private static final double LAST_STEP = 1e-8;
  private static final double FLATTEST = 1e-9;
  private static final double NOISE = 1e-11;
  private static final int STEPS = 60;
  private static final int HALVINGS = 30;
  private static final double EDGE = 20;

  private final LogLikelihood likelihood;
  private double[] gradient;
  private double[] point;
  private double value;

  private NewtonAscent(LogLikelihood likelihood, double[] start) {
    this.likelihood = likelihood;
    this.gradient = new double[start.length];
    this.point = start.clone();
    this.value = likelihood.at(point, gradient);
  }

  /** The maximum near a point. */
  static Peak from(LogLikelihood likelihood, double[] start) {
    NewtonAscent ascent = new NewtonAscent(likelihood, start);
    try {
      return ascent.climb();
    } catch (MathRuntimeException noDecomposition) {
      return ascent.peak(false);
    }
  }

  private Peak climb() {
    for (int i = 0; i < STEPS && isInside(); i++) {
      double[] step = step(new EigenDecompositionSymmetric(curvature()));
      boolean isLast = Arrays.stream(step).allMatch(x -> Math.abs(x) < LAST_STEP);
      if (!Arrays.stream(step).allMatch(Double::isFinite) || !advance(step, isLast)) {
        return peak(false);
      }
      if (isLast) {
        return peak(true);
      }
    }
    return peak(false);
  }

  private boolean isInside() {
    return Double.isFinite(value) && Arrays.stream(point).allMatch(x -> Math.abs(x) < EDGE);
  }

  private Peak peak(boolean isStationary) {
    return new Peak(point, value, curvature(), isStationary);
  }

  /** The negative of the Hessian. */
  private RealMatrix curvature() {
    int n = point.length;
    RealMatrix curvature = new Array2DRowRealMatrix(n, n);
    for (int i = 0; i < n; i++) {
      double[] up = gradientBeside(i, DIFFERENCE);
      double[] down = gradientBeside(i, -DIFFERENCE);
      for (int j = 0; j < n; j++) {
        double half = (down[j] - up[j]) / (4 * DIFFERENCE);
        curvature.addToEntry(i, j, half);
        curvature.addToEntry(j, i, half);
      }
    }
    return curvature;
  }

  private double[] gradientBeside(int parameter, double difference) {
    double[] beside = point.clone();
    beside[parameter] += difference;
    double[] slope = new double[beside.length];
    likelihood.at(beside, slope);
    return slope;
  }

  private double[] step(EigenDecompositionSymmetric curvature) {
    double[] step = new double[point.length];
    double steepest = Arrays.stream(curvature.getEigenvalues()).map(Math::abs).max().orElseThrow();
    for (int k = 0; k < step.length; k++) {
      RealVector direction = curvature.getEigenvector(k);
      double bend = Math.max(Math.abs(curvature.getEigenvalue(k)), FLATTEST * steepest);
      double length = dot(direction, gradient) / bend;
      for (int i = 0; i < step.length; i++) {
        step[i] += length * direction.getEntry(i);
      }
    }
    double norm = Math.sqrt(Arrays.stream(step).map(x -> x * x).sum());
    return norm > 1 ? Arrays.stream(step).map(x -> x / norm).toArray() : step;
  }

  private static double dot(RealVector direction, double[] gradient) {
    double sum = 0;
    for (int i = 0; i < gradient.length; i++) {
      sum += direction.getEntry(i) * gradient[i];
    }
    return sum;
  }

  /** Goes a step, or the first half of it that climbs; the last is below what the value shows. */
  private boolean advance(double[] step, boolean isLast) {
    for (int halving = 0; halving < HALVINGS; halving++) {
      double[] next = beside(step, Math.pow(0.5, halving));
      double[] slope = new double[next.length];
      double height = likelihood.at(next, slope);
      if (isLast || height >= value - NOISE * Math.abs(value)) {
        point = next;
        value = height;
        gradient = slope;
        return true;
      }
    }
    return false;
  }

  private double[] beside(double[] step, double share) {
    return IntStream.range(0, step.length).mapToDouble(i -> point[i] + share * step[i]).toArray();
  }
}
