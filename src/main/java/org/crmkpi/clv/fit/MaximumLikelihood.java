package org.crmkpi.clv.fit;

import java.util.List;

/**
 * Fits a model: several starts by the conjugate gradients of Hipparchus on a coarse summary of the
 * data, then Newton's method on the whole. Hipparchus is the maintained continuation of Apache
 * Commons Math, whose last release, 3.6.1 of 2016, comes with Spark; it has the gradient methods,
 * decompositions and special functions under one roof and is not tied to what Spark ships.
 */
public final class MaximumLikelihood {
  private MaximumLikelihood() {}

  /**
   * The estimate of a model.
   *
   * @param whole the likelihood of all data
   * @param coarse the likelihood of the data with rounded times or amounts, cheap to evaluate,
   *     which only leads to the right peak; may be {@code whole}
   * @param starts points to start from, parameters and not their logarithms
   */
  public static Estimate fit(
      String model,
      List<String> names,
      LogLikelihood whole,
      LogLikelihood coarse,
      List<double[]> starts) {
    double[] near = StartSearch.best(coarse, starts);
    double[] start = whole == coarse ? near : NewtonAscent.from(coarse, near).orElse(near);
    Peak peak = NewtonAscent.from(whole, start);
    return new Estimate(
        model,
        names,
        peak.point().stream().map(Math::exp).toList(),
        peak.covariance(),
        peak.value(),
        peak.isMaximum(),
        whole.cases());
  }
}
