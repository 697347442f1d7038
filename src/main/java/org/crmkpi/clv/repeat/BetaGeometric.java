package org.crmkpi.clv.repeat;

import org.crmkpi.clv.numeric.Hypergeometric;
import org.crmkpi.clv.numeric.Quadrature;

/**
 * What BG/NBD and MBG/NBD share: a customer drops out after a purchase with a constant probability
 * of his own, which is beta distributed.
 *
 * @param more how many more chances to drop out than repeat purchases there are: none in the BG/NBD
 *     model, the first purchase in the MBG/NBD model
 */
record BetaGeometric(double r, double alpha, double a, double b, int more) {
  /** How near to the pole of the closed form the integral takes over. */
  private static final double NEAR = 1e-4;

  BetaGeometric {
    if (!(r > 0 && alpha > 0 && a > 0 && b > 0)) {
      throw new IllegalArgumentException(
          "r %s, alpha %s, a %s, b %s are not above 0".formatted(r, alpha, a, b));
    }
  }

  double pAlive(double purchases, double lastDay, double observedDays) {
    if (purchases + more == 0) {
      return 1;
    }
    double logOdds =
        Math.log(a / (b + purchases + more - 1))
            + (r + purchases) * Math.log((alpha + observedDays) / (alpha + lastDay));
    return 1 / (1 + Math.exp(logOdds));
  }

  double expectedIfAlive(double purchases, double observedDays, double days) {
    double c = a + b + purchases + more - 1;
    if (Math.abs(a - 1) < NEAR || c < NEAR) {
      return Quadrature.integral(
          t -> rateIfAlive(purchases, observedDays, t), alpha + observedDays, days);
    }
    double z = days / (alpha + observedDays + days);
    double left = Hypergeometric.damped(r + purchases, b + purchases + more, c, z);
    return c / (a - 1) * (1 - left);
  }

  double rateIfAlive(double purchases, double observedDays, double daysFromNow) {
    double scale = alpha + observedDays;
    double chances = b + purchases + more;
    double z = daysFromNow / (scale + daysFromNow);
    return (r + purchases)
        / scale
        * Hypergeometric.damped(r + purchases + 1, chances, a + chances, z);
  }
}
