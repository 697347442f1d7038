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

/** Published and independently computed figures of the Olist marketing funnel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OlistFunnelTest {
  private TestNight night;

  @BeforeAll
  void run(@TempDir Path root) {
    night = new TestNight(root, Project.catalogue("lead_conversion", "sales_cycles"));
    night.run(LocalDate.of(2018, 11, 14), Map.of("olist_funnel", RealData.folder("olist_funnel")));
  }

  @Test
  void leadsAndDealsByOriginKeepNullApartFromUnknown() {
    assertThat(
            night.lines(
                "select coalesce(leads.source, '(null)') as origin, count(opportunities.opportunity_id),"
                    + " count(*) from leads left join opportunities"
                    + " on opportunities.lead_id = leads.lead_id group by leads.source"
                    + " order by count(*) desc, origin"))
        .containsExactly(
            "organic search 271 2296",
            "paid search 195 1586",
            "social 75 1350",
            "unknown 179 1099",
            "direct traffic 56 499",
            "email 15 493",
            "referral 24 284",
            "other 4 150",
            "display 6 118",
            "other publicities 3 65",
            "(null) 14 60");
  }

  @Test
  void closedOnlyCycleMeetsTheReferenceWhileTheEstimateStandsBeside() {
    assertThat(
            night.lines(
                "select won_count, undated_count, closed_before_created_count,"
                    + " round(closed_only_won_mean_days, 2), closed_only_won_median_days"
                    + " from sales_cycles where basis = 'created' and period_kind = 'all'"
                    + " and dimension = 'all'"))
        .containsExactly("842 0 1 48.44 14.0");
  }

  @Test
  void leadsConvertByOriginAsTheReferenceCounts() {
    assertThat(
            night.lines(
                "select dimension_value, customers_count, eligible_count from lead_conversion"
                    + " where period_kind = 'all' and horizon = 'to_date' and dimension = 'source'"
                    + " order by eligible_count desc"))
        .containsExactly(
            "organic search 271 2296",
            "paid search 195 1586",
            "social 75 1350",
            "unknown 179 1099",
            "direct traffic 56 499",
            "email 15 493",
            "referral 24 284",
            "other 4 150",
            "display 6 118",
            "other publicities 3 65",
            "not recorded 14 60");
  }

  @Test
  void closedOnlyDaysToCustomerMeetTheReference() {
    assertThat(
            night.lines(
                "select leads_count, customers_count, round(conversion_rate, 3),"
                    + " converted_before_created_count, round(closed_only_mean_days, 2),"
                    + " closed_only_median_days, median_days_if_converted > 14"
                    + " from lead_conversion where period_kind = 'all' and horizon = 'to_date'"
                    + " and dimension = 'all'"))
        .containsExactly("8000 842 0.105 1 48.44 14.0 true");
  }
}
