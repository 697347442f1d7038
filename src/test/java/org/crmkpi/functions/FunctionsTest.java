package org.crmkpi.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The functions as a query calls them, in a real session. */
class FunctionsTest {

  private static final String COUNTS =
      """
      select collect_list(named_struct('day', day, 'won', won, 'lost', lost, 'open', open)) as counts
      from values (7, 1L, 0L, 0L), (1, 1L, 0L, 0L), (2, 0L, 1L, 0L), (3, 1L, 0L, 0L), (3, 0L, 0L, 1L),
        (4, 0L, 1L, 0L), (5, 1L, 0L, 0L), (6, 0L, 0L, 1L), (9, 0L, 1L, 0L), (10, 0L, 0L, 1L)
        as deals (day, won, lost, open)
      """;

  private static SparkSession spark;

  @BeforeAll
  static void register() {
    spark = TestSpark.session();
    Functions.register(spark);
  }

  @Test
  void wilsonKnowsNoShareOfNothing() {
    Row row =
        only(
            "select wilson_low(15L, 148L), wilson_high(15L, 148L), wilson_low(0L, 0L),"
                + " wilson_high(cast(null as bigint), 3L), wilson_low(1, 2)");

    assertThat(row.getDouble(0)).isCloseTo(0.0624, within(0.00005));
    assertThat(row.getDouble(1)).isCloseTo(0.1605, within(0.00005));
    assertThat(row.isNullAt(2)).isTrue();
    assertThat(row.isNullAt(3)).isTrue();
    assertThat(row.isNullAt(4)).isFalse();
  }

  @Test
  void theCurveComesByDayWithRepeatedDaysMerged() {
    Row row =
        only(
            "with counted as ("
                + COUNTS
                + "), curves as (select competing_risk_curve(counts) as curve from counted)"
                + " select concat_ws(' ', transform(curve, p -> cast(p.day as string))),"
                + " round(element_at(filter(curve, p -> p.day = 7), 1).won_incidence, 6),"
                + " element_at(curve, 1).at_risk,"
                + " concat_ws(' ', transform(incidence_quantiles(curve, array(0.4D, 0.5D)),"
                + " day -> coalesce(cast(day as string), 'never'))),"
                + " concat_ws(' ', cast(incidence_quantiles_if_won(curve, array(0.25D, 0.5D, 0.75D))"
                + " as array<string>))"
                + " from curves");

    assertThat(row.getString(0)).isEqualTo("1 2 3 4 5 6 7 9 10");
    assertThat(row.getDouble(1)).isEqualTo(0.472222);
    assertThat(row.getLong(2)).isEqualTo(10);
    assertThat(row.getString(3)).isEqualTo("7 never");
    assertThat(row.getString(4)).isEqualTo("3 5 7");
  }

  @Test
  void aFifthFieldSaysFromWhichAgeTheCasesAreObserved() {
    Row row =
        only(
            "with curves as (select competing_risk_curve(array("
                + " named_struct('day', 5, 'won', 1L, 'lost', 0L, 'open', 0L,"
                + "   'entered_after', cast(null as int)),"
                + " named_struct('day', 9, 'won', 1L, 'lost', 0L, 'open', 1L,"
                + "   'entered_after', 6))) as curve)"
                + " select curve[0].at_risk, curve[1].at_risk, curve[1].won_high from curves");

    assertThat(row.getLong(0)).isEqualTo(1);
    assertThat(row.getLong(1)).isEqualTo(2);
    assertThat(row.getDouble(2)).isEqualTo(1);
  }

  @Test
  void nothingToEstimateIsNullOrEmpty() {
    Row row =
        only(
            "with curves as (select competing_risk_curve(filter(array("
                + " named_struct('day', 1, 'won', 1L, 'lost', 0L, 'open', 0L)), x -> false)) as none,"
                + " competing_risk_curve(null) as unknown)"
                + " select size(none), unknown, incidence_quantiles(unknown, array(0.5D)),"
                + " incidence_quantiles_if_won(none, array(0.5D))[0] from curves");

    assertThat(row.getInt(0)).isZero();
    assertThat(row.isNullAt(1)).isTrue();
    assertThat(row.isNullAt(2)).isTrue();
    assertThat(row.isNullAt(3)).isTrue();
  }

  private static Row only(String query) {
    return spark.sql(query).collectAsList().get(0);
  }
}
