package org.crmkpi.clv.repeat;

/**
 * The sum of the two parts of a likelihood, alive at the end or gone before, on the log scale.
 *
 * @param log the logarithm of the sum
 * @param gone the share of the part that is gone: 1 - P(alive)
 */
record Outcome(double log, double gone) {

  /** The sum of e^logAlive and e^(logAlive + logOdds), without overflow. */
  static Outcome of(double logAlive, double logOdds) {
    double small = Math.exp(-Math.abs(logOdds));
    double log = logAlive + Math.max(0, logOdds) + Math.log1p(small);
    return new Outcome(log, (logOdds > 0 ? 1 : small) / (1 + small));
  }
}
