package org.crmkpi.examples;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Compares rows as multisets; figures with a fraction are compared at the digits shown. */
final class Comparison {
  private final TextTable expected;
  private final List<Boolean> approximate;

  Comparison(TextTable expected, List<Boolean> approximate) {
    this.expected = expected;
    this.approximate = approximate;
  }

  /** What is missing and unexpected, as tables; empty when the rows agree. */
  String differences(List<List<String>> actual) {
    List<List<String>> unexpected = new ArrayList<>(actual);
    List<List<String>> missing = new ArrayList<>();
    for (List<String> row : expected.rows()) {
      int match = match(row, unexpected);
      if (match < 0) {
        missing.add(row);
      } else {
        unexpected.remove(match);
      }
    }
    return missing.isEmpty() && unexpected.isEmpty()
        ? ""
        : "missing rows:\n%s\nunexpected rows:\n%s"
            .formatted(expected.render(missing), expected.render(unexpected));
  }

  private int match(List<String> row, List<List<String>> candidates) {
    return IntStream.range(0, candidates.size())
        .filter(i -> same(row, candidates.get(i)))
        .findFirst()
        .orElse(-1);
  }

  private boolean same(List<String> row, List<String> other) {
    return IntStream.range(0, row.size())
        .allMatch(c -> same(row.get(c), other.get(c), approximate.get(c)));
  }

  private static boolean same(String wanted, String found, boolean approximate) {
    if (wanted == null || found == null) {
      return wanted == null && found == null;
    }
    if (!approximate) {
      return wanted.equals(found);
    }
    BigDecimal shown = new BigDecimal(wanted);
    double halfDigit = 0.5 * Math.pow(10, -shown.scale());
    return Math.abs(shown.doubleValue() - Double.parseDouble(found)) <= halfDigit + 1e-9;
  }
}
