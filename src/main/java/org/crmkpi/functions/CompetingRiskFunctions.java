package org.crmkpi.functions;

import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
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
 * from day 0. {@code incidence_quantile(curve, p)}: the first day by which the share p is won; null
 * when the curve does not reach it.
 */
final class CompetingRiskFunctions {

  private static final DataType CURVE =
      DataType.fromDDL(
          "array<struct<day int, at_risk bigint, won_incidence double, lost_incidence double,"
              + " still_open double, won_low double, won_high double>>");
  private static final int ENTERED_AFTER = 4;

  private CompetingRiskFunctions() {}

  static void register(SparkSession spark) {
    UDF1<Seq<Row>, Row[]> curve = CompetingRiskFunctions::curve;
    UDF2<Seq<Row>, Number, Integer> quantile = CompetingRiskFunctions::quantile;
    spark.udf().register("competing_risk_curve", curve, CURVE);
    spark.udf().register("incidence_quantile", quantile, DataTypes.IntegerType);
  }

  private static Row[] curve(Seq<Row> counts) {
    if (counts == null) {
      return null;
    }
    List<DayCount> days =
        CollectionConverters.asJava(counts).stream().map(CompetingRiskFunctions::count).toList();
    return CompetingRisks.curve(days).stream().map(CompetingRiskFunctions::row).toArray(Row[]::new);
  }

  private static Integer quantile(Seq<Row> curve, Number share) {
    if (curve == null || share == null) {
      return null;
    }
    List<CurvePoint> points =
        CollectionConverters.asJava(curve).stream().map(CompetingRiskFunctions::point).toList();
    OptionalInt day = CompetingRisks.quantile(points, share.doubleValue());
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
