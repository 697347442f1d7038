package org.crmkpi.fits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.crmkpi.clv.fit.Fitting;
import org.crmkpi.clv.fit.SegmentEstimate;
import org.crmkpi.clv.fit.SegmentFits;

/**
 * Summaries of customers by segment. Where a segment is too small or does not converge, all
 * customers stand in for it; so they do for a segment that is itself called {@value #ALL}, as
 * tables have that name for all customers.
 *
 * @param <S> a summary of customers
 * @param bySegment the segments, without that of all customers
 */
record Segments<S>(Map<String, S> bySegment, Function<List<S>, S> sum) {
  /** The name of all customers, which is no segment of its own. */
  static final String ALL = "all";

  /** A segment of which fewer customers came back is not fitted. */
  static final long LEAST_REPEATERS = 100;

  private static final String SEGMENT = "segment";

  /** Rows of a summary by the segment that they name. */
  static Map<String, List<Row>> rows(List<Row> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.<String>getAs(SEGMENT), TreeMap::new, Collectors.toList()));
  }

  /** The segments that have a name of their own, and all customers last. */
  Map<String, S> withAll() {
    Map<String, S> every = new java.util.LinkedHashMap<>(new TreeMap<>(bySegment));
    every.remove(ALL);
    every.put(ALL, sum.apply(new ArrayList<>(bySegment.values())));
    return every;
  }

  /** By segment, and for all, the estimate that it uses; absent where there is none. */
  Map<String, SegmentEstimate> estimates(Fitting<S> fitting) {
    Map<List<String>, S> paths =
        bySegment.entrySet().stream()
            .collect(Collectors.toMap(entry -> List.of(entry.getKey()), Map.Entry::getValue));
    return SegmentFits.withAll(paths, fitting).stream()
        .filter(found -> !found.segment().equals(List.of(ALL)))
        .collect(Collectors.toMap(found -> name(found.segment()), UnaryOperator.identity()));
  }

  /** The names of the segments, and of all. */
  Stream<String> names() {
    return withAll().keySet().stream();
  }

  /** A path as tables name it. */
  static String name(List<String> path) {
    return path.isEmpty() ? ALL : path.get(0);
  }
}
