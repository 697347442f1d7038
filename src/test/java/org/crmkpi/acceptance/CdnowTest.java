package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.RealData;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published figures of the CDNOW sample, at the end of calibration and at the end of the file. */
final class CdnowTest {
  @TempDir private Path root;

  @Test
  void purchaseDaysMeetThePublishedCountsAndLaterRowsWait() {
    TestNight night = new TestNight(root, Project.catalogue("customer_lifetime"));
    run(night, LocalDate.of(1997, 9, 30));
    assertThat(
            night.lines(
                "select count(*), count_if(repeat_purchase_days_count > 0),"
                    + " sum(repeat_purchase_days_count) from customer_lifetime"))
        .containsExactly("2357 946 2457");
    assertThat(
            night.lines(
                "select count(*) from customer_lifetime"
                    + " group by least(repeat_purchase_days_count, 7)"
                    + " order by least(repeat_purchase_days_count, 7)"))
        .containsExactly("1411", "439", "214", "100", "62", "38", "29", "64");

    run(night, LocalDate.of(1998, 6, 30));

    assertThat(
            night.lines(
                "select count(*), sum(orders_count), sum(purchase_days_count),"
                    + " sum(net_revenue_cents) from customer_lifetime"))
        .containsExactly("2357 6919 6696 24409194");
    assertThat(night.value("select sum(quantity) as n from order_lines")).isEqualTo("16479.000");
    assertThat(
            night.lines(
                "select waiting_rows_count from table_runs where table_name = 'crm_core.orders'"
                    + " order by run_id"))
        .containsExactly("1959", "0");
  }

  /**
   * Figures of Fader, Hardie and Lee (2005); alpha is 7 times the published one, which is weeks.
   */
  @Test
  void theFittedModelsAreThePublishedOnesAndBeatTheSameRateAsBefore() {
    TestNight night = new TestNight(root, FittedDaily.catalogue("customer_outlooks"));
    run(night, LocalDate.of(1997, 9, 30));

    List<Double> bgNbd = parameters(night, "bg_nbd");
    assertThat(bgNbd.get(0)).isCloseTo(0.242595, withinPercentage(0.1));
    assertThat(bgNbd.get(1)).isCloseTo(7 * 4.413602, withinPercentage(0.1));
    assertThat(bgNbd.get(2)).isCloseTo(0.792922, withinPercentage(0.5));
    assertThat(bgNbd.get(3)).isCloseTo(2.425906, withinPercentage(0.5));
    List<Double> gammaGamma = parameters(night, "gamma_gamma");
    assertThat(gammaGamma.get(0)).isCloseTo(6.249571, withinPercentage(0.1));
    assertThat(gammaGamma.get(1)).isCloseTo(3.744225, withinPercentage(0.1));
    assertThat(gammaGamma.get(2)).isCloseTo(15.443525, withinPercentage(0.1));

    run(night, LocalDate.of(1998, 6, 30));

    assertThat(
            night.lines(
                "select method, round(predicted_purchases, 1), actual_purchases"
                    + " from clv_validation where segment = 'all' and part = 'total'"
                    + " and method <> 'mean_of_segment' order by method"))
        .containsExactly(
            "bg_nbd 1653.4 1882.0",
            "mbg_nbd 1576.7 1882.0",
            "pareto_nbd 1665.5 1882.0",
            "same_rate_as_before 2930.1 1882.0");
    assertThat(
            night.value(
                "select is_baseline from clv_validation"
                    + " where segment = 'all' and part = 'total' and is_published"))
        .isEqualTo("false");
    assertOnlyOneIsSurelyGoneAndNoMarginIsKnown(night);
    IntegratedCustomers.assertPublished(night, "1998-06-30", 40);
  }

  /** To a millionth: who bought on 22 days in 34, and never in the 445 since. */
  private static void assertOnlyOneIsSurelyGoneAndNoMarginIsKnown(TestNight night) {
    assertThat(
            night.lines(
                "select l.repeat_purchase_days_count, l.last_ordered_on"
                    + " from customer_outlooks as o"
                    + " join customer_lifetime as l on l.customer_id = o.customer_id"
                    + " where not p_alive > 0"))
        .containsExactly("21 1997-04-11");
    assertThat(
            night.lines(
                "select count(p_alive), count_if(expected_spend_amount > 0),"
                    + " count(margin_share), count(expected_margin_36_months_amount)"
                    + " from customer_outlooks"))
        .containsExactly("2357 2357 0 0");
  }

  private static List<Double> parameters(TestNight night, String model) {
    return night
        .sql(
            "select parameters from clv_parameters where segment = 'all' and model = '%s'"
                .formatted(model))
        .head()
        .getList(0);
  }

  private static void run(TestNight night, LocalDate asOf) {
    night.run(asOf, Map.of("cdnow", RealData.folder("cdnow")));
  }
}
