package org.crmkpi.source;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;

/**
 * The row that stops a mapping where rows cannot be told apart, in a group or a join: found by
 * halves, since Spark says what it could not compute, but not of which row.
 */
final class Culprit {
  private final SparkSession session;
  private final Mapping mapping;

  /** Some rows of a file, or all. */
  private record Rows(String file, long from, long to) {
    Column condition() {
      Column row = functions.col(CurrentRows.ROW_REF).getField("row");
      Column isFile = functions.col(CurrentRows.ROW_REF).getField("file").equalTo(file);
      return isFile.and(row.geq(functions.lit(from))).and(row.leq(functions.lit(to)));
    }

    /** The rows in two halves. */
    List<Rows> halves() {
      long middle = (from + to) / 2;
      return List.of(new Rows(file, from, middle), new Rows(file, middle + 1, to));
    }

    @Override
    public String toString() {
      return from == to ? file + " row " + from : "%s rows %d to %d".formatted(file, from, to);
    }
  }

  private Culprit(SparkSession session, Mapping mapping) {
    this.session = session;
    this.mapping = mapping;
  }

  /** The failure by the names of mapping, feed, file and row; empty when every mapping works. */
  static Optional<CrmFailure> of(SparkSession session, List<Mapping> mappings, Exception thrown) {
    return mappings.stream()
        .map(mapping -> new Culprit(session, mapping))
        .filter(each -> each.fails(Map.of()))
        .findFirst()
        .map(each -> each.told(thrown));
  }

  private CrmFailure told(Exception thrown) {
    Optional<LoadedFeed> feed = mapping.feeds().stream().filter(this::isFeed).findFirst();
    return CrmFailure.of(
        Category.DATA,
        mapping.file(),
        "fails on a row; nothing was published",
        feed.map(each -> "feed " + each.feed().shown() + ", " + place(each) + ": ").orElse("")
            + words(thrown),
        "let the mapping say what becomes of such a row (try_cast, get, nullif, a condition before"
            + " the group or join), or mend the row, then run again.");
  }

  /** True when the mapping works without any row of the feed. */
  private boolean isFeed(LoadedFeed feed) {
    return !fails(feed, functions.lit(false));
  }

  private String place(LoadedFeed feed) {
    List<Rows> files =
        feed.counting().stream().map(line -> new Rows(line.file(), 1, line.rowsRead())).toList();
    List<Rows> left = narrowed(files, some -> fails(feed, some));
    if (left.size() > 1) {
      return "files " + left.get(0).file() + " to " + left.get(left.size() - 1).file();
    }
    Rows rows = left.get(0);
    while (rows.from() < rows.to()) {
      List<Rows> halves = rows.halves();
      List<Rows> half = narrowed(halves, some -> fails(feed, some));
      if (half.size() > 1) {
        return rows.toString();
      }
      rows = half.get(0);
    }
    return rows.toString();
  }

  /** As few neighbours as fail; all when none of fewer does. */
  private static List<Rows> narrowed(List<Rows> all, Predicate<List<Rows>> fails) {
    List<Rows> left = all;
    while (left.size() > 1) {
      int middle = left.size() / 2;
      List<Rows> first = left.subList(0, middle);
      List<Rows> second = left.subList(middle, left.size());
      if (fails.test(first)) {
        left = first;
      } else if (fails.test(second)) {
        left = second;
      } else {
        return left;
      }
    }
    return left;
  }

  private boolean fails(LoadedFeed feed, List<Rows> some) {
    return fails(feed, some.stream().map(Rows::condition).reduce(Column::or).orElseThrow());
  }

  private boolean fails(LoadedFeed feed, Column condition) {
    Dataset<Row> rows = mapping.inZone(session, () -> CurrentRows.of(session, feed));
    return fails(Map.of(feed.feed().name(), rows.where(condition)));
  }

  private boolean fails(Map<String, Dataset<Row>> instead) {
    try {
      mapping.typed(session, instead).write().format("noop").mode("overwrite").save();
      return false;
    } catch (Exception failed) {
      return true;
    }
  }

  /** Spark's name of what happened: its message may show a value, which may name a person. */
  private static String words(Exception thrown) {
    return Stream.iterate((Throwable) thrown, Objects::nonNull, Throwable::getCause)
        .filter(SparkThrowable.class::isInstance)
        .map(each -> ((SparkThrowable) each).getCondition())
        .filter(Objects::nonNull)
        .reduce((outer, inner) -> inner)
        .orElse(thrown.getClass().getSimpleName());
  }
}
