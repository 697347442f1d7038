package org.crmkpi.demo;

/**
 * The segment in which a campaign has a planted effect. Customers come in eights: four members of
 * the campaign and four like them who are not. Each order is one line of 50 euro. Before the start
 * both halves buy alike; after it a member buys one order more than before on average, the others
 * as many as before.
 */
final class Pilot {
  static final String SEGMENT = "Loyalty pilot";
  static final long ORDER_CENTS = 5_000;
  static final int BLOCK = 8;

  private static final int[] BEFORE = {1, 2, 2, 3};
  private static final int[] CHANGE = {-1, 0, 0, 1};

  private Pilot() {}

  static boolean isParticipant(long number, long customers) {
    return number % 25 == 7 && index(number) / BLOCK < blocks(customers);
  }

  static long blocks(long customers) {
    return (customers + 18) / 25 / BLOCK;
  }

  /** Every second participant is a member of the campaign. */
  static boolean isMember(long number) {
    return index(number) % 2 == 0;
  }

  static int ordersBefore(long number) {
    return BEFORE[pair(number)];
  }

  static int ordersAfter(long number) {
    return BEFORE[pair(number)] + CHANGE[pair(number)] + (isMember(number) ? 1 : 0);
  }

  private static int pair(long number) {
    return (int) (index(number) % BLOCK) / 2;
  }

  private static long index(long number) {
    return number / 25;
  }
}
