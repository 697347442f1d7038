package org.crmkpi.fits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * How many orders a customer places who placed one: the rate of a Poisson distribution without its
 * zero, by Newton's method on rate / (1 - exp(-rate)) = mean. A channel with few customers takes
 * the rate of all. Where everybody ordered once no rate is above zero, and nothing converges.
 */
public final class TruncatedPoisson {
  /** As the tables of tests name it. */
  public static final Fit FIT =
      Fit.of(
          "truncated_poisson",
          1,
          "channel string, orders_count bigint, customers_count bigint",
          "channel string, fitted_over string, order_rate double, standard_error double,"
              + " is_converged boolean, cases_count bigint",
          TruncatedPoisson::fit);

  private static final int FEWEST_CUSTOMERS = 3;
  private static final int MOST_STEPS = 100;
  private static final double PRECISION = 1e-12;
  private static final double SMALLEST_RATE = 1e-6;

  private TruncatedPoisson() {}

  private record Counts(long customers, long orders) {
    private Counts with(Row row) {
      return new Counts(customers + row.getLong(2), orders + row.getLong(1) * row.getLong(2));
    }

    private double mean() {
      return (double) orders / customers;
    }
  }

  private static List<Row> fit(List<Row> summary) {
    Counts all = new Counts(0, 0);
    Map<String, Counts> channels = new TreeMap<>();
    for (Row row : summary) {
      all = all.with(row);
      channels.put(
          row.getString(0), channels.getOrDefault(row.getString(0), new Counts(0, 0)).with(row));
    }
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, Counts> channel : channels.entrySet()) {
      boolean isEnough = channel.getValue().customers() >= FEWEST_CUSTOMERS;
      rows.add(
          row(
              channel.getKey(),
              isEnough ? channel.getKey() : "all",
              isEnough ? channel.getValue() : all));
    }
    return rows;
  }

  private static Row row(String channel, String over, Counts counts) {
    double rate = rate(counts.mean());
    boolean isConverged = rate > SMALLEST_RATE;
    return RowFactory.create(
        channel,
        over,
        isConverged ? rate : null,
        isConverged ? standardError(rate, counts) : null,
        isConverged,
        counts.customers());
  }

  /** The rate of a mean; 0 when the steps do not settle above zero. */
  private static double rate(double mean) {
    double rate = mean;
    for (int i = 0; i < MOST_STEPS && rate > PRECISION; i++) {
      double none = Math.exp(-rate);
      double slope = (1 - none - rate * none) / ((1 - none) * (1 - none));
      double step = (rate / (1 - none) - mean) / slope;
      rate -= step;
      if (Math.abs(step) < PRECISION) {
        return Math.max(0, rate);
      }
    }
    return 0;
  }

  private static double standardError(double rate, Counts counts) {
    double grown = Math.expm1(rate);
    double information = counts.mean() / (rate * rate) - Math.exp(rate) / (grown * grown);
    return 1 / Math.sqrt(counts.customers() * information);
  }
}
