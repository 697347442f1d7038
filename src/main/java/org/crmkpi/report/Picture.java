package org.crmkpi.report;

import java.util.List;
import org.crmkpi.table.Chart;

/**
 * A chart with its points.
 *
 * @param xs labels of the x axis in the order of the query
 * @param positions the same as numbers; empty where an x is no number
 * @param lines the series in the order in which they first appear
 */
public record Picture(Chart chart, List<String> xs, List<Double> positions, List<Line> lines) {
  /** A point of a series; {@code isThin} where it rests on few cases. */
  public record Point(double value, boolean isThin) {}

  /**
   * A series.
   *
   * @param points one for each x; null where the series has none there
   */
  public record Line(String name, List<Point> points) {}

  /** True without a single value. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /** The greatest value; 0 when none is above. */
  public double greatest() {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .filter(point -> point != null)
        .mapToDouble(Point::value)
        .reduce(0, Math::max);
  }
}
