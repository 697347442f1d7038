package org.crmkpi.table;

/**
 * A scalar KPI that a table carries. All parts but the words are SQL expressions over the columns
 * of the table.
 */
public record Kpi(
    String name,
    String about,
    String formula,
    String unit,
    String value,
    String numerator,
    String denominator,
    String where,
    Direction direction,
    String category,
    String owner,
    String review,
    boolean headline,
    Precision precision,
    Slice slice) {
  /** Which way is good. */
  public enum Direction {
    /** More is better. */
    UP,
    /** Less is better. */
    DOWN,
    /** Neither way is better by itself. */
    NEUTRAL
  }

  /**
   * How far a value can be trusted: the ends of its 95 % interval, and the number of cases it rests
   * on; the SQL null for what the table does not have.
   */
  public record Precision(String low, String high, String sample) {}

  /** Where the period and the dimension of a row are found. */
  public record Slice(
      String periodKind,
      String periodStartOn,
      String dimension,
      String dimensionValue,
      String isComplete) {}
}
