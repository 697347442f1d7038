package org.crmkpi.functions;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
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
 * which it is won; null where the curve does not reach it. {@code incidence_quantiles_if_won} takes
 * the shares of what the curve reaches at its end; null where nothing is won.
 */
final class CompetingRiskFunctions {

  private static final DataType CURVE =
      DataType.fromDDL(
          "array<struct<day int, at_risk bigint, won_incidence double, lost_incidence double,"
              + " still_open double, won_low double, won_high double>>");
  private static final DataType DAYS = DataTypes.createArrayType(DataTypes.IntegerType);
  private static final int ENTERED_AFTER = 4;

  private CompetingRiskFunctions() {}

  static List<SqlFunction> all() {
    UDF1<Seq<Row>, Row[]> curve = CompetingRiskFunctions::curve;
    UDF2<Seq<Row>, Seq<Double>, Integer[]> ofAll =
        (points, shares) -> quantiles(points, shares, all -> 1);
    UDF2<Seq<Row>, Seq<Double>, Integer[]> ifWon =
        (points, shares) -> quantiles(points, shares, CompetingRiskFunctions::everWon);
    return List.of(
        new SqlFunction("competing_risk_curve", 1, functions.udf(curve, CURVE)),
        new SqlFunction("incidence_quantiles", 1, functions.udf(ofAll, DAYS)),
        new SqlFunction("incidence_quantiles_if_won", 1, functions.udf(ifWon, DAYS)));
  }

  private static Row[] curve(Seq<Row> counts) {
    if (counts == null) {
      return null;
    }
    List<DayCount> days =
        CollectionConverters.asJava(counts).stream().map(CompetingRiskFunctions::count).toList();
    return CompetingRisks.curve(days).stream().map(CompetingRiskFunctions::row).toArray(Row[]::new);
  }

  private static Integer[] quantiles(
      Seq<Row> curve, Seq<Double> shares, ToDoubleFunction<List<CurvePoint>> scale) {
    if (curve == null || shares == null) {
      return null;
    }
    List<CurvePoint> points =
        CollectionConverters.asJava(curve).stream().map(CompetingRiskFunctions::point).toList();
    double whole = scale.applyAsDouble(points);
    return CollectionConverters.asJava(shares).stream()
        .map(share -> whole > 0 ? day(CompetingRisks.quantile(points, share * whole)) : null)
        .toArray(Integer[]::new);
  }

  private static double everWon(List<CurvePoint> points) {
    return points.isEmpty() ? 0 : points.get(points.size() - 1).wonIncidence();
  }

  private static Integer day(OptionalInt day) {
    return day.isPresent() ? Integer.valueOf(day.getAsInt()) : null;
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

  private static CurvePoint point(Row row) {
    return new CurvePoint(
        row.getInt(0), row.getLong(1), row.getDouble(2), row.getDouble(3), row.getDouble(4), 0);
  }
}
