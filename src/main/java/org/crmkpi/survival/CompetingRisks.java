package org.crmkpi.survival;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The Aalen-Johansen estimate of two competing outcomes, won and lost, with cases that are still
 * open (Aalen and Johansen 1978, in discrete days). Where nothing is lost, {@code stillOpen} is the
 * Kaplan-Meier curve. Treating the lost as censored instead would answer what happens if nobody
 * could lose.
 */
public final class CompetingRisks {

  /** Sums of fractions miss a share such as 0.5 by some units in the last place. */
  private static final double ROUNDING = 1e-12;

  private CompetingRisks() {}

  /**
   * The curve: one point for each day on which a case was won, lost or last seen open, by day. The
   * order of the counts does not matter and days may repeat. Cases seen open last on a day are at
   * risk of the events of that day.
   */
  public static List<CurvePoint> curve(Collection<DayCount> counts) {
    NavigableMap<Integer, Long> entries = entries(counts);
    List<CurvePoint> points = new ArrayList<>();
    IncidenceSums sums = new IncidenceSums();
    long observed = 0;
    int enteredUpTo = Integer.MIN_VALUE;
    for (DayCount today : byDay(counts)) {
      observed += entered(entries, enteredUpTo, today.day());
      enteredUpTo = today.day();
      points.add(sums.advance(today, observed));
      observed -= today.cases();
    }
    return List.copyOf(points);
  }

  /**
   * The first day by which at least the share {@code p} of all cases is won; empty when the curve
   * ends before.
   */
  public static OptionalInt quantile(List<CurvePoint> curve, double p) {
    return reaching(curve, CurvePoint::wonIncidence, p).stream()
        .mapToInt(CurvePoint::day)
        .findFirst();
  }

  /** The first point at which something of the curve is as high as {@code p}. */
  public static <T> Optional<T> reaching(List<T> curve, ToDoubleFunction<T> height, double p) {
    return curve.stream().filter(point -> height.applyAsDouble(point) >= p - ROUNDING).findFirst();
  }

  /**
   * The point after which the curve says nothing any more, though older ages are observed: all that
   * were at risk then are won or lost. Only where cases enter late can the curve run out like that.
   */
  public static <T> Optional<T> runningOut(List<T> curve, ToDoubleFunction<T> stillOpen) {
    return curve.stream()
        .limit(Math.max(curve.size() - 1, 0))
        .filter(point -> stillOpen.applyAsDouble(point) <= 0)
        .findFirst();
  }

  private static Collection<DayCount> byDay(Collection<DayCount> counts) {
    TreeMap<Integer, DayCount> days = new TreeMap<>();
    for (DayCount count : counts) {
      DayCount plain = new DayCount(count.day(), count.won(), count.lost(), count.open());
      days.merge(count.day(), plain, CompetingRisks::sum);
    }
    return days.values();
  }

  private static DayCount sum(DayCount a, DayCount b) {
    return new DayCount(a.day(), a.won() + b.won(), a.lost() + b.lost(), a.open() + b.open());
  }

  private static NavigableMap<Integer, Long> entries(Collection<DayCount> counts) {
    TreeMap<Integer, Long> entries = new TreeMap<>();
    counts.forEach(count -> entries.merge(count.enteredAfter(), count.cases(), Long::sum));
    return entries;
  }

  private static long entered(NavigableMap<Integer, Long> entries, int from, int before) {
    return entries.subMap(from, before).values().stream().mapToLong(Long::longValue).sum();
  }
}
