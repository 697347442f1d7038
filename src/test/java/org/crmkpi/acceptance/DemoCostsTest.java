package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;

/** What the fictional company was made to spend, found again in the published tables. */
final class DemoCostsTest {
  private final TestNight night = PlantedCompany.night();

  @Test
  void operationsCostAFifthLessFromTheDayTheCrmWentLive() {
    assertThat(
            night.lines(
                "select crm_live_on, span_months, is_complete, round(saved_rate, 6)"
                    + " from cost_savings where cost_kind = 'operations'"))
        .containsExactly(PlantedCompany.TRUTHS.crmLiveOn() + " 12 true 0.2");
  }

  @Test
  void winningACustomerBecomesCheaperYearByYear() {
    List<Double> costs =
        night
            .lines(
                "select customer_acquisition_cost_amount from acquisition_costs"
                    + " where period_kind = 'year' and dimension = 'all' and is_complete"
                    + " order by period_start_on")
            .stream()
            .map(Double::valueOf)
            .toList();

    assertThat(costs).hasSizeGreaterThan(1).allMatch(cost -> cost > 80 && cost < 130);
    assertThat(costs.get(costs.size() - 1)).isLessThan(costs.get(0));
  }
}
