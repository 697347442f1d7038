package org.crmkpi.table;

import java.util.List;

/**
 * A picture of a table in the report, as a charts.conf beside its table.conf declares it.
 *
 * @param order place in the report, smaller first
 * @param about how to read it, in a sentence or two
 * @param unit of the values, in the words of the columns
 * @param x what the column x says, as the title of its axis
 * @param series what the column series says
 * @param sql a query over published tables with the columns series, x and value, and some of {@link
 *     #OPTIONAL}; its order is that of the picture
 */
public record Chart(
    String name,
    int order,
    String title,
    String about,
    Kind kind,
    String unit,
    String x,
    String series,
    String sql) {
  /** The columns that each query gives. */
  public static final List<String> REQUIRED = List.of("series", "x", "value");

  /** The ends of an interval of value, and whether it rests on enough cases. */
  public static final List<String> OPTIONAL = List.of("low", "high", "has_minimum_sample");

  /** How it is drawn. */
  public enum Kind {
    /** A row a series, a column an x, a shade for the value. */
    HEAT_MAP,
    /** A line a series over a numeric x. */
    CURVES,
    /** Parts of a whole over a numeric x, one upon the other, each held until the next x. */
    AREAS,
    /** For each x a bar a series, side by side. */
    BARS,
    /** For each x the series one upon the other, negative ones below zero. */
    STACKED_BARS
  }
}
