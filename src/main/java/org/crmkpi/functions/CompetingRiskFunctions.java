package org.crmkpi.functions;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.crmkpi.statistics.Interval;
import org.crmkpi.survival.CompetingRisks;
import org.crmkpi.survival.CurvePoint;
import org.crmkpi.survival.DayCount;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code competing_risk_curve(array<struct<day, won, lost, open[, entered_after]>>)}: the curve by
 * day, in any order of the input; an {@code entered_after} that is absent or null means observed
 * from day 0. {@code incidence_quantiles(curve, array(p, ...))}: for each share the first day by
 * which it is won, with the ends of its 95 % interval, and how many were at risk on each of these
 * days. A day is null where the curve does not reach it; where the curve runs out before its last
 * age, {@code at_risk} is that of the day on which it does. {@code incidence_quantiles_if_won}
 * takes the shares of what the curve reaches at its end; its interval takes that end as known.
 *
 * <p>The interval has the days on which the ends of the log-log interval of the incidence reach the
 * share (Brookmeyer and Crowley 1982, as Kalbfleisch and Prentice transform it).
 */
final class CompetingRiskFunctions {

  private static final DataType CURVE =
      DataType.fromDDL(
          "array<struct<day int, at_risk bigint, won_incidence double, lost_incidence double,"
              + " still_open double, won_low double, won_high double>>");
  private static final DataType QUANTILES =
      DataType.fromDDL(
          "array<struct<day int, at_risk bigint, low_day int, low_at_risk bigint, high_day int,"
              + " high_at_risk bigint>>");
  private static final int STILL_OPEN = 4;
  private static final int WON = 2;
  private static final int WON_LOW = 5;
  private static final int WON_HIGH = 6;
  private static final int ENTERED_AFTER = 4;

  private CompetingRiskFunctions() {}

  static List<SqlFunction> all() {
    UDF1<Seq<Row>, Row[]> curve = CompetingRiskFunctions::curve;
    UDF2<Seq<Row>, Seq<Double>, Row[]> ofAll =
        (points, shares) -> quantiles(points, shares, all -> 1);
    UDF2<Seq<Row>, Seq<Double>, Row[]> ifWon =
        (points, shares) -> quantiles(points, shares, CompetingRiskFunctions::everWon);
    return List.of(
        new SqlFunction("competing_risk_curve", 1, functions.udf(curve, CURVE)),
        new SqlFunction("incidence_quantiles", 1, functions.udf(ofAll, QUANTILES)),
        new SqlFunction("incidence_quantiles_if_won", 1, functions.udf(ifWon, QUANTILES)));
  }

  private static Row[] curve(Seq<Row> counts) {
    if (counts == null) {
      return null;
    }
    List<DayCount> days =
        CollectionConverters.asJava(counts).stream().map(CompetingRiskFunctions::count).toList();
    return CompetingRisks.curve(days).stream().map(CompetingRiskFunctions::row).toArray(Row[]::new);
  }

  private static Row[] quantiles(
      Seq<Row> curve, Seq<Double> shares, ToDoubleFunction<List<Row>> scale) {
    if (curve == null || shares == null) {
      return null;
    }
    List<Row> points = CollectionConverters.asJava(curve);
    double whole = scale.applyAsDouble(points);
    return CollectionConverters.asJava(shares).stream()
        .map(share -> whole > 0 ? quantile(points, share * whole) : never(points))
        .toArray(Row[]::new);
  }

  private static Row quantile(List<Row> points, double p) {
    Optional<Row> point = CompetingRisks.reaching(points, row -> row.getDouble(WON), p);
    Optional<Row> low = CompetingRisks.reaching(points, row -> row.getDouble(WON_HIGH), p);
    Optional<Row> high = CompetingRisks.reaching(points, row -> row.getDouble(WON_LOW), p);
    return RowFactory.create(
        day(point),
        atRisk(point.or(() -> runningOut(points))),
        day(low),
        atRisk(low),
        day(high),
        atRisk(high));
  }

  private static Row never(List<Row> points) {
    return RowFactory.create(null, atRisk(runningOut(points)), null, null, null, null);
  }

  private static Optional<Row> runningOut(List<Row> points) {
    return CompetingRisks.runningOut(points, row -> row.getDouble(STILL_OPEN));
  }

  private static double everWon(List<Row> points) {
    return points.isEmpty() ? 0 : points.get(points.size() - 1).getDouble(WON);
  }

  private static Integer day(Optional<Row> point) {
    return point.map(row -> row.getInt(0)).orElse(null);
  }

  private static Long atRisk(Optional<Row> point) {
    return point.map(row -> row.getLong(1)).orElse(null);
  }

  private static DayCount count(Row row) {
    boolean fromTheStart = row.length() <= ENTERED_AFTER || row.isNullAt(ENTERED_AFTER);
    int enteredAfter = fromTheStart ? DayCount.FROM_THE_START : row.getInt(ENTERED_AFTER);
    return new DayCount(
        row.getInt(0), row.getLong(1), row.getLong(2), row.getLong(3), enteredAfter);
  }

  private static Row row(CurvePoint point) {
    Interval won = Interval.logLog(point.wonIncidence(), point.wonStandardError());
    return RowFactory.create(
        point.day(),
        point.atRisk(),
        point.wonIncidence(),
        point.lostIncidence(),
        point.stillOpen(),
        won.low(),
        won.high());
  }
}
