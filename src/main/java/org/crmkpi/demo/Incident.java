package org.crmkpi.demo;

/**
 * Something unpleasant that happens to one in 500 customers in one delivery. The customers
 * concerned are ordinary persons, never those with a planted curve.
 */
enum Incident {
  /** An order of weeks ago arrives. */
  LATE_ORDER(62, 2),
  /** The amount of an order line is corrected from 100 to 80. */
  CORRECTED_LINE(64, 1),
  /** An order with its line is deleted. */
  DELETED_ORDER(65, 2),
  /** A night delivers an old order again, unchanged. */
  REDELIVERED_ORDER(67, 1),
  /** One delivery holds the same order twice. */
  DUPLICATED_ORDER(68, 0),
  /** An order in a currency that has a code but no rate. */
  ORDER_WITHOUT_RATE(70, 0),
  /** A customer moves to another country. */
  MOVED_CUSTOMER(72, 1),
  /** An order of a closed month is paid back. */
  LATE_REFUND(74, 2),
  /** Two records of one customer are merged. */
  MERGED_CUSTOMER(89, 0),
  /** A record is merged into one that was itself merged. */
  CHAINED_MERGE(90, 2),
  /** A merge in the last of the usual nights. */
  LATE_MERGE(94, 3);

  static final int EVERY = 500;

  private final int offset;
  private final int delivery;

  Incident(int offset, int delivery) {
    this.offset = offset;
    this.delivery = delivery;
  }

  /** The delivery that shows it, if the company is observed so long. */
  int delivery() {
    return delivery;
  }

  boolean strikes(long number) {
    return number % EVERY == offset;
  }

  long count(DemoSettings settings) {
    return delivery > settings.nights() ? 0 : countFrom(offset, settings.customers());
  }

  /** Customers up to {@code customers} whose number leaves {@code offset} when divided by 500. */
  static long countFrom(int offset, long customers) {
    return customers < offset ? 0 : (customers - offset) / EVERY + 1;
  }
}
