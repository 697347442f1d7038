package org.crmkpi.bench;

import java.util.List;

/** What a comparison of one table with the oracle found. */
sealed interface Verdict {
  /** In a few words, for a cell of a table. */
  String words();

  /**
   * Every row is the same.
   *
   * @param leftOut columns that only one side has
   */
  record Equal(long rows, List<String> leftOut) implements Verdict {
    @Override
    public String words() {
      return "equal (%,d rows)".formatted(rows) + shown(leftOut);
    }
  }

  /**
   * Some rows differ, or only one side has them.
   *
   * @param first some of them, with the columns that differ, ours before the oracle's
   */
  record Different(
      long rows, long oracleRows, long differing, List<String> first, List<String> leftOut)
      implements Verdict {
    @Override
    public String words() {
      return "DIFFERENT in %,d rows (%,d rows of ours, %,d of DuckDB)"
              .formatted(differing, rows, oracleRows)
          + shown(leftOut);
    }
  }

  /** There is nothing to compare with. */
  record NotCompared(String why) implements Verdict {
    @Override
    public String words() {
      return "NOT COMPARED: " + why;
    }
  }

  private static String shown(List<String> leftOut) {
    return leftOut.isEmpty() ? "" : "; not compared: " + String.join(", ", leftOut);
  }
}
