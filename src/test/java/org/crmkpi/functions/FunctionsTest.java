package org.crmkpi.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

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
  void aNormalIntervalEndsWhereTheFigureDoesAndIsNoneWhereNothingVaried() {
    Row row =
        only(
            "select normal_interval_low(50D, 10D, -100), normal_interval_high(95, 10D, 100),"
                + " normal_interval_low(-20D, 5D, -100), normal_interval_high(100D, 0D, 100),"
                + " normal_interval_low(cast(null as double), 1D, 1)");

    assertThat(row.getDouble(0)).isCloseTo(30.4004, within(0.00005));
    assertThat(row.getDouble(1)).isEqualTo(100);
    assertThat(row.getDouble(2)).isCloseTo(-29.7998, within(0.00005));
    assertThat(row.isNullAt(3)).isTrue();
    assertThat(row.isNullAt(4)).isTrue();
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
                + " q -> concat_ws(' of ', coalesce(string(q.day), 'never'), string(q.at_risk)))),"
                + " concat_ws(' ', transform(incidence_quantiles_if_won(curve,"
                + " array(0.25D, 0.5D, 0.75D)), q -> concat(q.day, ' of ', q.at_risk)))"
                + " from curves");

    assertThat(row.getString(0)).isEqualTo("1 2 3 4 5 6 7 9 10");
    assertThat(row.getDouble(1)).isEqualTo(0.472222);
    assertThat(row.getLong(2)).isEqualTo(10);
    assertThat(row.getString(3)).isEqualTo("7 of 3 never");
    assertThat(row.getString(4)).isEqualTo("3 of 8 5 of 5 7 of 3");
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
  void theMedianHasTheDaysOnWhichTheEndsOfTheIncidenceReachIt() {
    // Ten of a hundred are won on each of ten days. The ends of the incidence are 0.306 and 0.494
    // on day 4, 0.399 and 0.593 on day 5, 0.497 and 0.688 on day 6, 0.600 and 0.779 on day 7.
    Row row =
        only(
            "with curves as (select competing_risk_curve(transform(sequence(1, 10), d ->"
                + " named_struct('day', d, 'won', 10L, 'lost', 0L, 'open', 0L))) as curve)"
                + " select inline(incidence_quantiles(curve, array(0.5D))) from curves");

    assertThat(row.mkString(" ")).isEqualTo("5 60 5 60 7 40");
  }

  @Test
  void aCurveThatRunsOutBeforeItsLastAgeSaysAtHowMany() {
    Row row =
        only(
            "with curves as (select competing_risk_curve(array("
                + " named_struct('day', 2, 'won', 0L, 'lost', 1L, 'open', 0L, 'entered_after', -1),"
                + " named_struct('day', 50, 'won', 40L, 'lost', 0L, 'open', 0L,"
                + "   'entered_after', 39))) as curve)"
                + " select incidence_quantiles(curve, array(0.5D))[0].at_risk,"
                + " incidence_quantiles_if_won(curve, array(0.5D))[0].at_risk from curves");

    assertThat(row.mkString(" ")).isEqualTo("1 1");
  }

  @Test
  void nothingToEstimateIsNullOrEmpty() {
    Row row =
        only(
            "with curves as (select competing_risk_curve(filter(array("
                + " named_struct('day', 1, 'won', 1L, 'lost', 0L, 'open', 0L)), x -> false)) as none,"
                + " competing_risk_curve(null) as unknown)"
                + " select size(none), unknown, incidence_quantiles(unknown, array(0.5D)),"
                + " incidence_quantiles_if_won(none, array(0.5D))[0].day from curves");

    assertThat(row.getInt(0)).isZero();
    assertThat(row.isNullAt(1)).isTrue();
    assertThat(row.isNullAt(2)).isTrue();
    assertThat(row.isNullAt(3)).isTrue();
  }

  /** The customer of Fader, Hardie and Lee (2005): 2 repeats, 30.43 of 38.86 weeks, 39 to come. */
  @Test
  void theCustomerOfThePaperIsExpectedToBuyAsPublished() {
    Row row =
        only(
            """
            select
              p_alive('bg_nbd', p, 2, 213, 272),
              expected_purchases_in_days('bg_nbd', p, 2, 213, 272, 273),
              p_alive('bg_nbd', p, 0, 0, 272),
              expected_purchases_in_days('bg_nbd', p, 0, 0, 272, 273),
              expected_mean_spend('gamma_gamma', array(6.249571D, 3.744225D, 15.443525D), 0, null),
              p_alive('same_rate_as_before', cast(array() as array<double>), 2, 213, 272),
              expected_purchases_in_days('same_rate_as_before', cast(array() as array<double>), 2, 213, 100, 50),
              p_alive('bg_nbd', null, 2, 213, 272)
            from (select array(0.242595D, 30.895214D, 0.792922D, 2.425906D) as p)
            """);

    assertThat(row.getDouble(0)).isCloseTo(0.72661, within(0.0001));
    assertThat(row.getDouble(1)).isCloseTo(1.226, within(0.001));
    assertThat(row.getDouble(2)).isEqualTo(1);
    assertThat(row.getDouble(3)).isCloseTo(0.19478, within(0.0001));
    assertThat(row.getDouble(4)).isCloseTo(35.1704, within(0.0005));
    assertThat(row.isNullAt(5)).isTrue();
    assertThat(row.getDouble(6)).isEqualTo(1);
    assertThat(row.isNullAt(7)).isTrue();
  }

  /**
   * 21 repeats in 33 days and none in the 445 since: gone by odds of a / (b + 20) * ((alpha + 478)
   * / (alpha + 33))^(r + 21), about 5e17 to 1.
   */
  @Test
  void whoHasBeenGoneForLongIsAlmostSurelyGoneAndStillHasAnError() {
    Row row =
        only(
            """
            select
              p_alive('bg_nbd', p, 21, 33, 478),
              expected_purchases_log_error_in_days('bg_nbd', p, c, 21, 33, 478, 365.25D),
              p_alive('bg_nbd', p, 2000, 30, 3000),
              expected_purchases_log_error_in_days('bg_nbd', p, c, 2000, 30, 3000, 365.25D)
            from (
              select
                array(0.242595D, 30.895214D, 0.792922D, 2.425906D) as p,
                array(0.01D, 0D, 0D, 0D, 0D, 0.01D, 0D, 0D, 0D, 0D, 0.01D, 0D, 0D, 0D, 0D, 0.01D) as c
            )
            """);

    assertThat(row.getDouble(0)).isCloseTo(2.035e-18, withinPercentage(0.1));
    assertThat(row.getDouble(1)).isBetween(0.1, 10.0);
    assertThat(row.getDouble(2)).isZero();
    assertThat(row.getDouble(3)).isZero();
  }

  @Test
  void aPlainRateForEverIsWorthTheRateByTheForceOfInterest() {
    Row row =
        only(
            """
            select
              discounted_purchases_in_days('mean_of_segment', array(0.02D), 0, 0, 9, 365.25D, 0),
              discounted_purchases_for_ever('mean_of_segment', array(0.02D), 0, 0, 9, 0.1D),
              days_of_months(12),
              log_interval_low(10D, 0D), log_interval_high(10D, 0.1D)
            """);

    assertThat(row.getDouble(0)).isCloseTo(7.305, within(1e-9));
    assertThat(row.getDouble(1)).isCloseTo(0.02 * 365.25 / Math.log(1.1), within(1e-9));
    assertThat(row.getDouble(2)).isEqualTo(365.25);
    assertThat(row.getDouble(3)).isEqualTo(10);
    assertThat(row.getDouble(4)).isCloseTo(10 * Math.exp(0.1959964), within(1e-6));
  }

  private static Row only(String query) {
    return spark.sql(query).collectAsList().get(0);
  }
}
