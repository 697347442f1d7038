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

/** The subscription periods of the MRR playbook: all movements occur, in all months they add up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MrrPlaybookTest {
  private static final String MONTHS =
      " from mrr_movements where period_kind = 'month' and dimension = 'all'";
  private static final String AMOUNTS =
      "opening_mrr_amount, new_mrr_amount, reactivated_mrr_amount, expansion_mrr_amount,"
          + " contraction_mrr_amount, churned_mrr_amount, closing_mrr_amount";

  private TestNight night;

  @BeforeAll
  void run(@TempDir Path root) {
    night = new TestNight(root, Project.catalogue("contract_base", "mrr_movements"));
    night.run(LocalDate.of(2020, 2, 29), Map.of("mrr_playbook", RealData.folder("mrr_playbook")));
  }

  @Test
  void everyMonthClosesWithWhatThePeriodsThatHoldItsLastDaySum() {
    assertThat(
            night.lines(
                "select period_start_on, closing_mrr_amount from mrr_movements"
                    + " where period_kind = 'month' and dimension = 'all'"
                    + " order by period_start_on"))
        .hasSize(30)
        .isEqualTo(
            night.lines(
                "select period_start_on, coalesce(sum(monthly_price), 0.00) from (select"
                    + " explode(sequence(date '2017-09-01', date '2020-02-01', interval 1 month))"
                    + " as period_start_on) left join subscriptions on started_on <="
                    + " last_day(period_start_on) and ended_on > last_day(period_start_on)"
                    + " group by period_start_on order by period_start_on"));
  }

  @Test
  void everyMonthOpensWithTheClosingOfTheMonthBeforeAndItsMovementsAddUp() {
    assertThat(
            night.lines(
                "select period_start_on from (select *, lag(closing_mrr_amount, 1, 0.00) over"
                    + " (order by period_start_on) as closed_before"
                    + MONTHS
                    + ") where opening_mrr_amount <> closed_before or opening_mrr_amount"
                    + " + new_mrr_amount + reactivated_mrr_amount + expansion_mrr_amount"
                    + " - contraction_mrr_amount - churned_mrr_amount <> closing_mrr_amount"))
        .isEmpty();
  }

  @Test
  void allKindsOfMovementsOccurAsCountedByAnotherProgram() {
    assertThat(
            night.lines(
                "select sum(new_mrr_amount), sum(reactivated_mrr_amount),"
                    + " sum(expansion_mrr_amount), sum(contraction_mrr_amount),"
                    + " sum(churned_mrr_amount)"
                    + MONTHS))
        .containsExactly("2295.00 150.00 660.00 555.00 2550.00");
    assertThat(night.lines("select " + AMOUNTS + MONTHS + " and period_start_on = '2019-04-01'"))
        .containsExactly("660.00 120.00 50.00 65.00 0.00 0.00 895.00");
    assertThat(night.lines("select " + AMOUNTS + MONTHS + " and period_start_on = '2019-12-01'"))
        .containsExactly("1840.00 100.00 0.00 50.00 30.00 705.00 1255.00");
  }

  @Test
  void customersAreNewOnceAndTheEmptyMonthIsARow() {
    assertThat(
            night.lines(
                "select sum(new_logos), sum(reactivated_logos), sum(churned_logos) from"
                    + " contract_base where period_kind = 'month' and dimension = 'all'"
                    + " and currency = 'all'"))
        .containsExactly("55 3 58");
    assertThat(
            night.lines(
                "select opening_logos, churned_logos, closing_logos, logo_churn_rate from"
                    + " contract_base where period_kind = 'month' and dimension = 'all' and"
                    + " currency = 'all' and period_start_on between '2017-11-01' and '2017-12-31'"
                    + " order by period_start_on"))
        .containsExactly("2 2 0 1.0", "0 0 0 null");
  }
}
