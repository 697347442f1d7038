package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The segment with the planted retention curve. Every tenth customer is a candidate; each 20 in a
 * row share a cohort month, and the member with rank r buys in month k exactly when r is below the
 * curve's count for k. A block that is not full is left out, so the curve holds exactly in every
 * cohort.
 */
final class Club {
  static final String SEGMENT = "Club";
  static final int BLOCK = 20;

  /**
   * Members of a block of 20 who buy k months after their first purchase; the last value holds on.
   */
  private static final int[] BUYERS = {20, 12, 10, 9, 8, 8, 7, 7, 6, 6, 6, 5, 9, 5, 5, 5, 5, 4};

  private static final int COHORTS = 40;

  private Club() {}

  static boolean isMember(long number, long customers) {
    return number % 10 == 3 && index(number) / BLOCK < blocks(customers);
  }

  static long blocks(long customers) {
    return (customers + 7) / 10 / BLOCK;
  }

  static LocalDate cohort(long number) {
    return cohortOfBlock(index(number) / BLOCK);
  }

  static LocalDate cohortOfBlock(long block) {
    return Timeline.FIRST_DAY.plusMonths((block * 11 + 5) % COHORTS);
  }

  static boolean buys(long number, int monthsSinceFirst) {
    return index(number) % BLOCK < buyers(monthsSinceFirst);
  }

  static int buyers(int monthsSinceFirst) {
    return BUYERS[Math.min(monthsSinceFirst, BUYERS.length - 1)];
  }

  /** The cohort months of all blocks, in the order of the blocks. */
  static List<LocalDate> cohorts(long customers) {
    return LongStream.range(0, blocks(customers)).mapToObj(Club::cohortOfBlock).toList();
  }

  static List<Double> rates() {
    return IntStream.of(BUYERS).mapToObj(buyers -> (double) buyers / BLOCK).toList();
  }

  private static long index(long number) {
    return number / 10;
  }
}
