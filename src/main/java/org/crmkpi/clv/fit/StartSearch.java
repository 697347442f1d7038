package org.crmkpi.clv.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.exception.LocalizedCoreFormats;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.hipparchus.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.hipparchus.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer.Formula;

/**
 * From several starting points to the best of the peaks they lead to, by the conjugate gradients of
 * Hipparchus. Outside of e^-{@value #EDGE} to e^{@value #EDGE} a penalty leads back.
 */
final class StartSearch {
  private static final double EDGE = 14;
  private static final int EVALUATIONS = 150;
  private static final double TOLERANCE = 1e-7;

  /** Stands for a likelihood that cannot be computed at a point: worse than any other. */
  private static final double UNKNOWN = -1e9;

  private final LogLikelihood likelihood;
  private double[] bestPoint = {};
  private double bestValue = Double.NEGATIVE_INFINITY;

  private StartSearch(LogLikelihood likelihood) {
    this.likelihood = likelihood;
  }

  /** The best point, as logarithms, that one of the starts leads to. */
  static double[] best(LogLikelihood likelihood, List<double[]> starts) {
    return starts.stream()
        .map(start -> climb(likelihood, start))
        .max(Comparator.comparingDouble(search -> search.bestValue))
        .map(search -> search.bestPoint)
        .orElseThrow(() -> new IllegalArgumentException("no starting point"));
  }

  private static StartSearch climb(LogLikelihood likelihood, double[] start) {
    StartSearch search = new StartSearch(likelihood);
    double[] logs = Arrays.stream(start).map(Math::log).toArray();
    search.bestPoint = logs;
    try {
      search.climbFrom(logs);
    } catch (MathRuntimeException stopped) {
      // The evaluations are used up or a line search fails: the best point so far stands.
      return search;
    }
    return search;
  }

  private void climbFrom(double[] logs) {
    new NonLinearConjugateGradientOptimizer(
            Formula.POLAK_RIBIERE, new SimpleValueChecker(TOLERANCE, TOLERANCE), 1e-3, 1e-3, 0.1)
        .optimize(
            new InitialGuess(logs),
            new ObjectiveFunction(this::mean),
            new ObjectiveFunctionGradient(this::meanGradient),
            GoalType.MAXIMIZE,
            new MaxEval(EVALUATIONS),
            new MaxIter(EVALUATIONS));
  }

  private double mean(double[] point) {
    double value = at(point, new double[point.length]);
    if (value > bestValue) {
      bestValue = value;
      bestPoint = point.clone();
    }
    return value;
  }

  private double[] meanGradient(double[] point) {
    double[] gradient = new double[point.length];
    at(point, gradient);
    return gradient;
  }

  private double at(double[] point, double[] gradient) {
    if (!Arrays.stream(point).allMatch(Double::isFinite)) {
      throw new MathIllegalStateException(LocalizedCoreFormats.CONVERGENCE_FAILED);
    }
    double[] inside = Arrays.stream(point).map(x -> Math.max(-EDGE, Math.min(EDGE, x))).toArray();
    double value = likelihood.at(inside, gradient) / likelihood.cases();
    if (!Double.isFinite(value)) {
      Arrays.fill(gradient, 0);
      return UNKNOWN;
    }
    for (int i = 0; i < point.length; i++) {
      double outside = point[i] - inside[i];
      value -= outside * outside;
      gradient[i] = gradient[i] / likelihood.cases() - 2 * outside;
    }
    return value;
  }
}
