package org.crmkpi.clv.data;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import org.crmkpi.clv.repeat.RepeatCase;

/**
 * A customer of the calibration period.
 *
 * @param history the purchases of the calibration period
 * @param meanSpend the mean amount of the repeat purchase days; 0 without one
 * @param laterPurchases days with a purchase in the holdout period
 */
public record Buyer(RepeatCase history, double meanSpend, int laterPurchases) {

  /** A customer with amounts by day, the first of them not after {@code end}. */
  static Buyer of(SortedMap<LocalDate, Double> amounts, LocalDate end, LocalDate holdoutEnd) {
    LocalDate first = amounts.firstKey();
    SortedMap<LocalDate, Double> known = amounts.headMap(end.plusDays(1));
    SortedMap<LocalDate, Double> repeats = known.tailMap(first.plusDays(1));
    int later = amounts.subMap(end.plusDays(1), holdoutEnd.plusDays(1)).size();
    double mean = repeats.values().stream().mapToDouble(x -> x).average().orElse(0);
    RepeatCase history =
        new RepeatCase(repeats.size(), days(first, known.lastKey()), days(first, end), 1);
    return new Buyer(history, mean, later);
  }

  private static int days(LocalDate from, LocalDate to) {
    return (int) ChronoUnit.DAYS.between(from, to);
  }
}
