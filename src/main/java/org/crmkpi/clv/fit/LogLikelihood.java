package org.crmkpi.clv.fit;

/**
 * The log-likelihood of data as a function of the logarithms of the parameters, which are all
 * positive.
 */
public interface LogLikelihood {

  /** How many parameters there are. */
  int dimension();

  /** The cases behind it, which its value is a sum over. */
  long cases();

  /**
   * The log-likelihood at a point; {@code gradient} receives its derivatives by the logarithms of
   * the parameters.
   */
  double at(double[] logParameters, double[] gradient);
}
