package org.crmkpi.clv.contract;

import org.crmkpi.clv.fit.LogLikelihood;
import org.crmkpi.clv.numeric.CompensatedSum;
import org.hipparchus.special.Gamma;

/**
 * The log-likelihood of the shifted-beta-geometric model (Fader and Hardie 2007, appendix A): lost
 * contracts by P(T = t) = S(t - 1) alpha / (alpha + beta + t - 1), running ones by S(t), equations
 * 5 and 6.
 */
final class ContractLikelihood implements LogLikelihood {
  private final ContractSummary summary;

  ContractLikelihood(ContractSummary summary) {
    this.summary = summary;
  }

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public long cases() {
    return summary.contracts();
  }

  @Override
  public double at(double[] logParameters, double[] gradient) {
    double alpha = Math.exp(logParameters[0]);
    double beta = Math.exp(logParameters[1]);
    double[] atStart = logBeta(alpha, beta);
    CompensatedSum value = new CompensatedSum();
    CompensatedSum byAlpha = new CompensatedSum();
    CompensatedSum byBeta = new CompensatedSum();
    for (ContractCase contracts : summary.cases()) {
      double[] kept = logBeta(alpha, beta + contracts.renewals());
      double[] lost = logBeta(alpha + 1, beta + contracts.renewals() - 1);
      value.add(weighted(contracts, kept, lost, atStart, 0));
      byAlpha.add(weighted(contracts, kept, lost, atStart, 1));
      byBeta.add(weighted(contracts, kept, lost, atStart, 2));
    }
    gradient[0] = byAlpha.value() * alpha;
    gradient[1] = byBeta.value() * beta;
    return value.value();
  }

  private static double weighted(
      ContractCase contracts, double[] kept, double[] lost, double[] atStart, int part) {
    double ofLost = contracts.lost() == 0 ? 0 : contracts.lost() * (lost[part] - atStart[part]);
    return contracts.kept() * (kept[part] - atStart[part]) + ofLost;
  }

  /** The logarithm of the beta function and its derivatives by both arguments. */
  private static double[] logBeta(double a, double b) {
    double ofSum = Gamma.digamma(a + b);
    return new double[] {
      Gamma.logGamma(a) + Gamma.logGamma(b) - Gamma.logGamma(a + b),
      Gamma.digamma(a) - ofSum,
      Gamma.digamma(b) - ofSum
    };
  }
}
