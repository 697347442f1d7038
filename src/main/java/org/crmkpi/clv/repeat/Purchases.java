package org.crmkpi.clv.repeat;

import java.util.SortedMap;
import org.crmkpi.clv.numeric.CompensatedSum;
import org.hipparchus.special.Gamma;

/**
 * The part of the likelihoods that depends on the number of purchases only: log Gamma(r + x) - log
 * Gamma(r) over all customers, which is the same in all three models.
 */
record Purchases(double value, double byR) {

  static Purchases of(double r, SortedMap<Integer, Long> customersByPurchases) {
    CompensatedSum value = new CompensatedSum();
    CompensatedSum byR = new CompensatedSum();
    double logGamma = Gamma.logGamma(r);
    double digamma = Gamma.digamma(r);
    customersByPurchases.forEach(
        (purchases, customers) -> {
          value.add(customers * (Gamma.logGamma(r + purchases) - logGamma));
          byR.add(customers * (Gamma.digamma(r + purchases) - digamma));
        });
    return new Purchases(value.value(), byR.value());
  }
}
