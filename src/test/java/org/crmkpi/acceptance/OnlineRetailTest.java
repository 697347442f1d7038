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

/** Published figures of UCI Online Retail II, year 2, from the tables that readers see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OnlineRetailTest {
  private static final String KNOWN_SALES =
      "from order_lines join orders on orders.order_id = order_lines.order_id"
          + " where orders.customer_id is not null and order_lines.kind = 'sale'";

  private TestNight night;

  @BeforeAll
  void run(@TempDir Path root) {
    night =
        new TestNight(
            root.resolve("tables with blanks"),
            Project.catalogue("cohort_retention", "customer_lifetime"));
    night.run(LocalDate.of(2011, 12, 9), Map.of("online_retail", RealData.folder("online_retail")));
  }

  @Test
  void salesOfKnownCustomersMeetThePublishedFigures() {
    assertThat(
            night.lines(
                "select count(*), count(distinct orders.customer_id), sum(amount),"
                    + " count(distinct orders.order_id) "
                    + KNOWN_SALES))
        .containsExactly("397884 4338 8911407.90 18532");
  }

  @Test
  void customerLifetimeHoldsTheSameCustomersOrdersAndRevenue() {
    assertThat(
            night.lines(
                "select count(*), sum(orders_count), sum(gross_revenue_cents)"
                    + " from customer_lifetime where orders_count > 0"))
        .containsExactly("4338 18532 891140790");
  }

  @Test
  void customersActiveInAMonthMeetThePublishedFigures() {
    assertThat(
            night.lines(
                "select count(*) from customer_months where orders_count > 0"
                    + " group by month_start_on order by month_start_on"))
        .containsExactly(
            "885", "741", "758", "974", "856", "1056", "991", "949", "935", "1266", "1364", "1664",
            "615");
  }

  @Test
  void theDecemberCohortMeetsThePublishedRow() {
    assertThat(cohort("2010-12-01"))
        .containsExactly(
            "885", "324", "286", "340", "321", "352", "321", "309", "313", "350", "331", "445",
            "235");
  }

  @Test
  void theJanuaryCohortMeetsThePublishedRow() {
    assertThat(cohort("2011-01-01")).startsWith("417", "92", "111");
  }

  @Test
  void returnsAreAllThereAndPositive() {
    assertThat(night.lines("select count(*), sum(amount) from returns"))
        .containsExactly("9288 896812.49");
    assertThat(
            night.value("select count(distinct split_part(return_id, '-', 1)) as n from returns"))
        .isEqualTo("3836");
  }

  @Test
  void allInvoicesNetMeetThePublishedTotal() {
    assertThat(
            night.value(
                "select (select sum(amount) from order_lines) - (select sum(amount) from returns)"
                    + " as net"))
        .isEqualTo("9747747.93");
  }

  @Test
  void everyLineOfTheFileIsAccountedFor() {
    assertThat(
            night.lines(
                "select rows_read, rows_accepted + rows_rejected + rows_duplicate"
                    + " + rows_superseded + rows_dropped from file_ledger"))
        .containsExactly("541909 541909");
    assertThat(
            night.value(
                "select (select count(*) from order_lines) + (select count(*) from returns) as n"))
        .isEqualTo("541909");
  }

  private java.util.List<String> cohort(String month) {
    return night.lines(
        "select active_customers from cohort_retention where dimension = 'all'"
            + " and cohort_month_on = '"
            + month
            + "' order by months_since_first");
  }
}
