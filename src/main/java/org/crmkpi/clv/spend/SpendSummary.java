package org.crmkpi.clv.spend;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.crmkpi.clv.numeric.CompensatedSum;

/** What customers spend: each distinct number of purchases and mean once, in this order. */
public final class SpendSummary {
  private static final int COARSE = 1000;
  private static final MathContext COARSE_DIGITS = new MathContext(2);
  private static final Comparator<SpendCase> ORDER =
      Comparator.comparingInt(SpendCase::purchases).thenComparingDouble(SpendCase::meanSpend);

  private final SpendCase[] cases;

  private SpendSummary(SpendCase[] cases) {
    this.cases = cases;
  }

  /** The summary of cases, which may repeat and come in any order. */
  public static SpendSummary of(Collection<SpendCase> cases) {
    SpendCase[] sorted = cases.toArray(SpendCase[]::new);
    Arrays.sort(sorted, ORDER);
    int last = -1;
    for (SpendCase next : sorted) {
      if (last >= 0 && ORDER.compare(sorted[last], next) == 0) {
        sorted[last] = with(sorted[last], sorted[last].customers() + next.customers());
      } else {
        sorted[++last] = next;
      }
    }
    return new SpendSummary(Arrays.copyOf(sorted, last + 1));
  }

  /** Several summaries as one. */
  public static SpendSummary sum(Collection<SpendSummary> summaries) {
    return of(summaries.stream().flatMap(s -> s.cases().stream()).toList());
  }

  /** The distinct cases in their order. */
  public List<SpendCase> cases() {
    return List.of(cases);
  }

  /** How many customers there are. */
  public long customers() {
    return Arrays.stream(cases).mapToLong(SpendCase::customers).sum();
  }

  /** The mean over the customers of what they spend. */
  public double meanSpend() {
    CompensatedSum sum = new CompensatedSum();
    Arrays.stream(cases).forEach(c -> sum.add(c.customers() * c.meanSpend()));
    return sum.value() / customers();
  }

  /** Customers by their purchases. */
  SortedMap<Integer, Long> customersByPurchases() {
    return Arrays.stream(cases)
        .collect(
            Collectors.groupingBy(
                SpendCase::purchases, TreeMap::new, Collectors.summingLong(SpendCase::customers)));
  }

  /** The same customers with rounded amounts where there are many distinct ones. */
  SpendSummary coarsened() {
    return cases.length <= COARSE
        ? this
        : of(Arrays.stream(cases).map(SpendSummary::rounded).toList());
  }

  private static SpendCase rounded(SpendCase c) {
    double mean = new BigDecimal(c.meanSpend()).round(COARSE_DIGITS).doubleValue();
    return new SpendCase(c.purchases(), mean, c.customers());
  }

  private static SpendCase with(SpendCase c, long customers) {
    return new SpendCase(c.purchases(), c.meanSpend(), customers);
  }
}
