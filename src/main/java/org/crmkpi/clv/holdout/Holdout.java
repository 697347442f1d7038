package org.crmkpi.clv.holdout;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.crmkpi.clv.repeat.RepeatCase;
import org.crmkpi.clv.repeat.RepeatSummary;

/**
 * Customers split by time: the calibration period, to which models are fitted, and the holdout
 * period after it, which they predict.
 *
 * @param cases the customers, in the order of their histories whatever order they came in
 * @param days the length of the holdout period
 */
public record Holdout(List<HoldoutCase> cases, int days) {
  private static final Comparator<HoldoutCase> ORDER =
      Comparator.comparingInt((HoldoutCase c) -> c.history().purchases())
          .thenComparingInt(c -> c.history().lastDay())
          .thenComparingInt(c -> c.history().observedDays())
          .thenComparingInt(HoldoutCase::laterPurchases)
          .thenComparingLong(c -> c.history().customers());

  public Holdout {
    if (days < 1) {
      throw new IllegalArgumentException("a holdout period of %d days".formatted(days));
    }
    cases = cases.stream().sorted(ORDER).toList();
  }

  /** Several segments as one; their holdout periods are the same. */
  public static Holdout sum(Collection<Holdout> holdouts) {
    int days = holdouts.iterator().next().days();
    return new Holdout(holdouts.stream().flatMap(h -> h.cases().stream()).toList(), days);
  }

  /** What the models are fitted to. */
  public RepeatSummary calibration() {
    return RepeatSummary.of(cases.stream().map(HoldoutCase::history).toList());
  }

  /** How many customers there are. */
  public long customers() {
    return cases.stream().map(HoldoutCase::history).mapToLong(RepeatCase::customers).sum();
  }

  /** All purchases of the holdout period. */
  public long laterPurchases() {
    return cases.stream().mapToLong(c -> c.history().customers() * c.laterPurchases()).sum();
  }
}
