package org.crmkpi.demo;

/**
 * What is sold, in euro.
 *
 * @param launchedOn first day on sale, as days since 1970
 */
record Product(
    String id, String name, String category, long launchedOn, long priceCents, long costCents) {

  boolean isOnSale(long day) {
    return launchedOn <= day;
  }
}
