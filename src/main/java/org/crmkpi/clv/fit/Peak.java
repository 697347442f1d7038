package org.crmkpi.clv.fit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Where a climb ended.
 *
 * @param point the logarithms of the parameters
 * @param value the log-likelihood there
 * @param curvature the negative of the Hessian there, which is the observed information
 * @param isStationary whether the gradient is 0 there to the last digits
 */
record Peak(List<Double> point, double value, RealMatrix curvature, boolean isStationary) {
  /** A parameter known only to a factor of e^4 either way is not determined by the data. */
  private static final double VAGUE = 4;

  Peak(double[] point, double value, RealMatrix curvature, boolean isStationary) {
    this(Arrays.stream(point).boxed().toList(), value, curvature, isStationary);
  }

  /** The point, or another where this is no peak at all. */
  double[] orElse(double[] other) {
    return isStationary ? point.stream().mapToDouble(Double::doubleValue).toArray() : other;
  }

  /** Whether this is a maximum that determines every parameter. */
  boolean isMaximum() {
    return isStationary
        && isConcave()
        && covariance().stream().allMatch(row -> row.stream().allMatch(Double::isFinite))
        && IntStream.range(0, point.size())
            .allMatch(i -> Math.sqrt(covariance().get(i).get(i)) < VAGUE);
  }

  /** The covariances of the logarithms of the parameters; not a number where there are none. */
  List<List<Double>> covariance() {
    if (!isConcave()) {
      return point.stream().map(row -> point.stream().map(x -> Double.NaN).toList()).toList();
    }
    RealMatrix inverse = MatrixUtils.inverse(curvature);
    return IntStream.range(0, point.size())
        .mapToObj(i -> Arrays.stream(inverse.getRow(i)).boxed().toList())
        .toList();
  }

  private boolean isConcave() {
    boolean isFinite =
        Arrays.stream(curvature.getData())
            .flatMapToDouble(Arrays::stream)
            .allMatch(Double::isFinite);
    if (!isFinite) {
      return false;
    }
    double[] bends = new EigenDecompositionSymmetric(curvature).getEigenvalues();
    double steepest = Arrays.stream(bends).max().orElseThrow();
    return Arrays.stream(bends).allMatch(bend -> bend > 1e-12 * steepest);
  }
}
