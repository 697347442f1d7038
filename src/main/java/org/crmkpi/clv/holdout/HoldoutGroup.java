package org.crmkpi.clv.holdout;

/**
 * Predicted and actual purchases of some of the customers.
 *
 * @param group the number of the group: a cohort, or a decile of which 1 has the highest
 *     predictions
 * @param customers how many customers; deciles share customers with equal predictions between them
 */
public record HoldoutGroup(int group, double customers, double predicted, double actual) {

  HoldoutGroup plus(HoldoutGroup other) {
    return new HoldoutGroup(
        group, customers + other.customers, predicted + other.predicted, actual + other.actual);
  }
}
