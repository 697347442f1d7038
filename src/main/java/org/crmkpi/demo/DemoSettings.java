package org.crmkpi.demo;

/**
 * How large the fictional company is and how long it is observed.
 *
 * @param customers number of customers, 100 to 5,000,000
 * @param ordersPerCustomer mean orders of a customer over the whole history, 2 to 60
 * @param seed another seed is another company of the same habits
 * @param nights daily deliveries after the one that holds all history, 0 to 30
 * @param rowsPerPart rows after which a feed continues in the next part file
 */
public record DemoSettings(
    long customers, double ordersPerCustomer, long seed, int nights, int rowsPerPart) {

  /** Checks the ranges above. */
  public DemoSettings {
    require(
        customers >= 100 && customers <= 5_000_000,
        "customers must be between 100 and 5000000, but is " + customers);
    require(
        ordersPerCustomer >= 2 && ordersPerCustomer <= 60,
        "ordersPerCustomer must be between 2 and 60, but is " + ordersPerCustomer);
    require(nights >= 0 && nights <= 30, "nights must be between 0 and 30, but is " + nights);
    require(rowsPerPart >= 1, "rowsPerPart must be 1 or more, but is " + rowsPerPart);
  }

  /** The usual company: five orders a customer, history and three nights. */
  public static DemoSettings of(long customers) {
    return new DemoSettings(customers, 5.0, 42L, 3, 200_000);
  }

  /** The same company with another mean number of orders. */
  public DemoSettings withOrdersPerCustomer(double orders) {
    return new DemoSettings(customers, orders, seed, nights, rowsPerPart);
  }

  /** Another company of the same size. */
  public DemoSettings withSeed(long otherSeed) {
    return new DemoSettings(customers, ordersPerCustomer, otherSeed, nights, rowsPerPart);
  }

  /**
   * The company observed for another number of nights; up to three nights it is the same company.
   */
  public DemoSettings withNights(int otherNights) {
    return new DemoSettings(customers, ordersPerCustomer, seed, otherNights, rowsPerPart);
  }

  /** The same rows in part files of another length. */
  public DemoSettings withRowsPerPart(int rows) {
    return new DemoSettings(customers, ordersPerCustomer, seed, nights, rows);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
