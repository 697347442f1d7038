package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.RealData;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Figures of the Maven B2B pipeline, and CDNOW beside it in one run: both are in US dollars. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MavenCrmTest {
  private static final String ALL_TIME =
      " from sales_cycles where basis = 'created' and period_kind = 'all' and dimension = 'all'";

  private TestNight night;

  @BeforeAll
  void run(@TempDir Path root) {
    night =
        new TestNight(
            root,
            Project.catalogue(
                "accounts", "customer_lifetime", "products", "sales_cycles", "win_rates"));
    night.run(
        LocalDate.of(2017, 12, 31),
        Map.of(
            "maven_crm", RealData.folder("maven_crm"),
            "cdnow", RealData.folder("cdnow")));
  }

  @Test
  void dealsAndAmountsByStageMeetTheFile() {
    assertThat(
            night.lines(
                "select stage, status, count(*), coalesce(sum(amount), 0) from opportunities"
                    + " group by stage, status order by stage"))
        .containsExactly(
            "Engaging open 1589 0.00",
            "Lost lost 2473 0.00",
            "Prospecting open 500 0.00",
            "Won won 4238 10005534.00");
  }

  @Test
  void winRateAndClosedOnlyDaysMeetTheReferenceBesideTheEstimate() {
    assertThat(
            night.lines(
                "select won_count, lost_count, open_count, undated_count, round(win_rate, 4),"
                    + " round(closed_only_won_mean_days, 2), closed_only_won_median_days,"
                    + " round(closed_only_lost_mean_days, 2), closed_only_lost_median_days,"
                    + " won_amount"
                    + ALL_TIME))
        .containsExactly("4238 2473 2089 500 0.6315 51.78 57.0 41.48 14.0 10005534.00");
    assertThat(
            night.lines(
                "select median_days > closed_only_won_median_days, won_incidence < 1" + ALL_TIME))
        .containsExactly("true true");
  }

  @Test
  void winRatesAreOfDecidedDealsAndOfAllWhileLostDealsOfNothingLeaveNoRateByAmount() {
    String allTime =
        " from win_rates where basis = 'created' and period_kind = 'all' and horizon = 'to_date'"
            + " and dimension = 'all'";
    assertThat(
            night.lines(
                "select won_count, lost_count, open_count, deals_count, round(win_rate, 4),"
                    + " round(won_of_all_rate, 4), won_amount, lost_amount, priced_count"
                    + allTime))
        .containsExactly("4238 2473 2089 8800 0.6315 0.4816 10005534.00 0.00 4238");
    assertThat(
            night.lines(
                "select sum(won_count), sum(lost_count), sum(won_amount) from win_rates"
                    + " where basis = 'closed' and period_kind = 'month' and dimension = 'all'"))
        .containsExactly("4238 2473 10005534.00");
  }

  @Test
  void productsSpelledTwoWaysAreOne() {
    assertThat(
            night.lines(
                "select count(*), count(products.product_id) from opportunities"
                    + " left join products on products.product_id = opportunities.product_id"))
        .containsExactly("8800 8800");
  }

  @Test
  void accountsFormATree() {
    assertThat(
            night.lines(
                "select count(*), count(parent.account_id) from accounts"
                    + " left join accounts as parent"
                    + " on parent.account_id = accounts.parent_account_id"
                    + " where accounts.parent_account_id is not null"))
        .containsExactly("15 15");
    assertThat(night.value("select count(*) as n from accounts")).isEqualTo("85");
  }

  @Test
  void purchasesOfCdnowStandBesideTheDeals() {
    assertThat(
            night.lines(
                "select count(*), sum(orders_count), sum(purchase_days_count) from"
                    + " customer_lifetime where customer_id like 'cdnow:%'"))
        .containsExactly("2357 6919 6696");
  }
}
