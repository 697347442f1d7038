package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.stream.LongStream;

/**
 * The days of the company and the deliveries they end up in: 0 is all history, then one a night.
 * Lives are planned up to a horizon that is the same for up to three nights, so a company observed
 * for fewer nights is the same company.
 */
record Timeline(int nights) {
  static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 1);
  static final int USUAL_NIGHTS = 3;
  static final LocalDate LAST_OF_HISTORY = LocalDate.of(2026, 6, 27);

  int deliveries() {
    return nights + 1;
  }

  LocalDate dateOf(int delivery) {
    return LAST_OF_HISTORY.plusDays(delivery);
  }

  LocalDate lastNight() {
    return dateOf(nights);
  }

  /** First moment that no delivery holds any more. */
  long end() {
    return cut(nights);
  }

  /** First moment after {@code delivery}. */
  long cut(int delivery) {
    return (dateOf(delivery).toEpochDay() + 1) * Times.DAY;
  }

  LocalDate horizon() {
    return dateOf(Math.max(nights, USUAL_NIGHTS));
  }

  /** True for what is planned, whether or not a delivery still holds it. */
  boolean plans(long moment) {
    return moment != Times.NEVER && Times.dayOf(moment) <= horizon().toEpochDay();
  }

  boolean holds(long moment) {
    return moment < end();
  }

  /** The delivery that first holds what happened at {@code moment}. */
  int deliveryOf(long moment) {
    return (int) Math.max(0, Times.dayOf(moment) - LAST_OF_HISTORY.toEpochDay());
  }

  /** A working moment of a night, for what the CRM records then. */
  long noonOf(int delivery) {
    return dateOf(delivery).toEpochDay() * Times.DAY + 12 * 3600;
  }

  /** The deliveries in which a record changed, each once, in order. */
  int[] deliveriesOf(long... changes) {
    return LongStream.of(changes)
        .filter(this::holds)
        .mapToInt(this::deliveryOf)
        .sorted()
        .distinct()
        .toArray();
  }

  /** The newest of the changes that {@code delivery} knows of. */
  long newest(int delivery, long... changes) {
    long cut = cut(delivery);
    return LongStream.of(changes).filter(change -> change < cut).max().orElse(0L);
  }
}
