package org.crmkpi.examples;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * Compares rows as multisets: doubles at the digits shown, decimals by their value whatever the
 * zeros at their end, all else as text.
 */
final class Comparison {
  private final TextTable expected;
  private final List<DataType> types;

  Comparison(TextTable expected, List<DataType> types) {
    this.expected = expected;
    this.types = types;
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
        .allMatch(c -> same(row.get(c), other.get(c), types.get(c)));
  }

  private static boolean same(String wanted, String found, DataType type) {
    if (wanted == null || found == null) {
      return wanted == null && found == null;
    }
    if (type instanceof DecimalType) {
      return new BigDecimal(wanted).compareTo(new BigDecimal(found)) == 0;
    }
    if (!type.equals(DataTypes.DoubleType)) {
      return wanted.equals(found);
    }
    BigDecimal shown = new BigDecimal(wanted);
    double halfDigit = 0.5 * Math.pow(10, -shown.scale());
    return Math.abs(shown.doubleValue() - Double.parseDouble(found)) <= halfDigit + 1e-9;
  }
}
