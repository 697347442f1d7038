package org.crmkpi.clv.repeat;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** The cases of a summary as columns, which the likelihoods run over many times. */
final class Histories {
  final int[] purchases;
  final int[] lastDay;
  final int[] observedDays;
  final double[] customers;

  Histories(RepeatSummary summary) {
    List<RepeatCase> cases = summary.cases();
    purchases = column(cases, RepeatCase::purchases);
    lastDay = column(cases, RepeatCase::lastDay);
    observedDays = column(cases, RepeatCase::observedDays);
    customers = cases.stream().mapToDouble(RepeatCase::customers).toArray();
  }

  int size() {
    return purchases.length;
  }

  int lastOfDays() {
    return Arrays.stream(observedDays).max().orElse(0);
  }

  private static int[] column(List<RepeatCase> cases, ToIntFunction<RepeatCase> value) {
    return cases.stream().mapToInt(value).toArray();
  }
}
