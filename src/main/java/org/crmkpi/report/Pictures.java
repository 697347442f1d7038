package org.crmkpi.report;

import java.sql.Date;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.report.Picture.Line;
import org.crmkpi.report.Picture.Point;
import org.crmkpi.table.Chart;

/** Reads the points of charts. */
final class Pictures {
  /** More than a page can show, and all that the driver holds of a chart. */
  private static final int POINTS_LIMIT = 5_000;

  private final ReleaseQuery release;
  private final Words words;

  Pictures(ReleaseQuery release, Words words) {
    this.release = release;
    this.words = words;
  }

  Picture of(Chart chart) {
    List<Row> rows =
        release
            .rows("select * from (" + chart.sql() + ")")
            .where("value is not null")
            .limit(POINTS_LIMIT + 1)
            .collectAsList();
    if (rows.size() > POINTS_LIMIT) {
      throw CrmFailure.of(
          Category.INVOCATION,
          "chart " + chart.name(),
          "has more than %,d points".formatted(POINTS_LIMIT),
          "",
          "narrow its sql in charts.conf.");
    }
    return picture(chart, rows);
  }

  private Picture picture(Chart chart, List<Row> rows) {
    Map<Object, Integer> places = new LinkedHashMap<>();
    rows.forEach(row -> places.putIfAbsent(row.getAs("x"), places.size()));
    Map<Object, List<Point>> series = new LinkedHashMap<>();
    for (Row row : rows) {
      List<Point> points =
          series.computeIfAbsent(
              row.getAs("series"), s -> new ArrayList<>(Collections.nCopies(places.size(), null)));
      Point other = points.set(places.get(row.<Object>getAs("x")), point(row));
      if (other != null) {
        throw CrmFailure.of(
            Category.INVOCATION,
            "chart " + chart.name(),
            "its sql gives two values for one point",
            "series=%s, x=%s".formatted(row.<Object>getAs("series"), row.<Object>getAs("x")),
            "mend its sql in charts.conf.");
      }
    }
    return new Picture(
        chart,
        places.keySet().stream().map(this::label).toList(),
        places.keySet().stream().allMatch(Number.class::isInstance)
            ? places.keySet().stream().map(x -> ((Number) x).doubleValue()).toList()
            : List.of(),
        series.entrySet().stream()
            .map(each -> new Line(series(each.getKey()), each.getValue()))
            .toList());
  }

  private static Point point(Row row) {
    boolean isThin =
        List.of(row.schema().fieldNames()).contains("has_minimum_sample")
            && !row.<Boolean>getAs("has_minimum_sample");
    return new Point(row.<Number>getAs("value").doubleValue(), isThin);
  }

  /** Series are words of the tables, such as first_touch. */
  private String series(Object value) {
    return value instanceof String text ? words.word(text.replace('_', ' ')) : label(value);
  }

  private String label(Object value) {
    if (value instanceof Date date) {
      return words.shortMonth(date.toLocalDate());
    }
    return words.word(String.valueOf(value));
  }
}
