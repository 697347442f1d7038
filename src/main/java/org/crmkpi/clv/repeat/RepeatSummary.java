package org.crmkpi.clv.repeat;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The histories of customers: each distinct one once, by purchases, last day and observed days. Its
 * size is bounded by the calendar, not by the number of customers.
 */
public final class RepeatSummary {
  private static final int COARSE = 1000;
  private static final Comparator<RepeatCase> ORDER =
      Comparator.comparingInt(RepeatCase::purchases)
          .thenComparingInt(RepeatCase::lastDay)
          .thenComparingInt(RepeatCase::observedDays);

  private final RepeatCase[] cases;

  private RepeatSummary(RepeatCase[] cases) {
    this.cases = cases;
  }

  /** The summary of cases, which may repeat and come in any order. */
  public static RepeatSummary of(Collection<RepeatCase> cases) {
    RepeatCase[] sorted = cases.toArray(RepeatCase[]::new);
    Arrays.sort(sorted, ORDER);
    int last = -1;
    for (RepeatCase next : sorted) {
      if (last >= 0 && ORDER.compare(sorted[last], next) == 0) {
        sorted[last] = with(sorted[last], sorted[last].customers() + next.customers());
      } else {
        sorted[++last] = next;
      }
    }
    return new RepeatSummary(Arrays.copyOf(sorted, last + 1));
  }

  /** Several summaries as one. */
  public static RepeatSummary sum(Collection<RepeatSummary> summaries) {
    return of(summaries.stream().flatMap(s -> s.cases().stream()).toList());
  }

  /** The distinct histories in their order. */
  public List<RepeatCase> cases() {
    return List.of(cases);
  }

  /** How many customers there are. */
  public long customers() {
    return Arrays.stream(cases).mapToLong(RepeatCase::customers).sum();
  }

  /** How many of them came back. */
  public long repeaters() {
    return Arrays.stream(cases)
        .filter(c -> c.purchases() > 0)
        .mapToLong(RepeatCase::customers)
        .sum();
  }

  /** All repeat purchases. */
  public long purchases() {
    return Arrays.stream(cases).mapToLong(c -> c.customers() * c.purchases()).sum();
  }

  /** The days that all customers were observed. */
  public long customerDays() {
    return Arrays.stream(cases).mapToLong(c -> c.customers() * c.observedDays()).sum();
  }

  /** Customers by their purchases. */
  SortedMap<Integer, Long> customersByPurchases() {
    return Arrays.stream(cases)
        .collect(
            Collectors.groupingBy(
                RepeatCase::purchases,
                TreeMap::new,
                Collectors.summingLong(RepeatCase::customers)));
  }

  /** The same customers with days rounded until there are few distinct histories. */
  RepeatSummary coarsened() {
    RepeatSummary coarse = this;
    for (int width = 2; coarse.cases.length > COARSE && width < 10_000; width *= 2) {
      coarse = coarse.rounded(width);
    }
    return coarse;
  }

  private RepeatSummary rounded(int width) {
    return of(Arrays.stream(cases).map(c -> rounded(c, width)).toList());
  }

  private static RepeatCase rounded(RepeatCase c, int width) {
    return new RepeatCase(
        c.purchases(),
        rounded(c.lastDay(), width),
        rounded(c.observedDays(), width),
        c.customers());
  }

  private static int rounded(int days, int width) {
    return (days + width / 2) / width * width;
  }

  private static RepeatCase with(RepeatCase c, long customers) {
    return new RepeatCase(c.purchases(), c.lastDay(), c.observedDays(), customers);
  }
}
