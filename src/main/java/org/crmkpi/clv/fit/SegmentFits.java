package org.crmkpi.clv.fit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fits by segment with fall-backs. The path of a segment, say country and channel, gives its
 * levels: itself, the country, all customers. A segment uses the estimate of its most special level
 * that is large enough and converges; a level holds all segments below it.
 *
 * @param <S> a summary of customers
 */
public final class SegmentFits<S> {
  private final Map<List<String>, S> segments;
  private final Fitting<S> fitting;
  private final Map<List<String>, Optional<Estimate>> levels = new HashMap<>();

  private SegmentFits(Map<List<String>, S> segments, Fitting<S> fitting) {
    this.segments = segments;
    this.fitting = fitting;
  }

  /**
   * The estimates of the segments, by path. A segment is absent where no level has an estimate:
   * only a baseline can be said of it.
   */
  public static <S> List<SegmentEstimate> of(Map<List<String>, S> segments, Fitting<S> fitting) {
    SegmentFits<S> fits = new SegmentFits<>(segments, fitting);
    return fits.paths().map(fits::estimate).flatMap(Optional::stream).toList();
  }

  /**
   * The same with the estimate of all customers, whose path is empty, last: what a segment uses
   * that is not among these.
   */
  public static <S> List<SegmentEstimate> withAll(
      Map<List<String>, S> segments, Fitting<S> fitting) {
    SegmentFits<S> fits = new SegmentFits<>(segments, fitting);
    return Stream.concat(fits.paths(), Stream.of(List.<String>of()))
        .map(fits::estimate)
        .flatMap(Optional::stream)
        .toList();
  }

  private Stream<List<String>> paths() {
    return segments.keySet().stream()
        .sorted(Comparator.comparing((List<String> path) -> String.join("\0", path)));
  }

  private Optional<SegmentEstimate> estimate(List<String> segment) {
    return IntStream.rangeClosed(0, segment.size())
        .mapToObj(above -> segment.subList(0, segment.size() - above))
        .flatMap(level -> fit(level).map(fit -> new SegmentEstimate(segment, level, fit)).stream())
        .findFirst();
  }

  private Optional<Estimate> fit(List<String> level) {
    Optional<Estimate> known = levels.get(level);
    if (known == null) {
      known = Optional.of(customers(level)).filter(fitting.isLargeEnough()).map(fitting.fit());
      known = known.filter(Estimate::converged);
      levels.put(List.copyOf(level), known);
    }
    return known;
  }

  private S customers(List<String> level) {
    return fitting
        .sum()
        .apply(paths().filter(path -> isWithin(path, level)).map(segments::get).toList());
  }

  private static boolean isWithin(List<String> path, List<String> level) {
    return path.size() >= level.size() && path.subList(0, level.size()).equals(level);
  }
}
