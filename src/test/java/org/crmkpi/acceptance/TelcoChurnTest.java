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

/** Published churn of the subscribers of a telephone company, from one snapshot without dates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TelcoChurnTest {
  private static final String LAST_MONTH =
      " from contract_base where period_kind = 'month' and period_start_on = '2019-12-01'"
          + " and currency = 'USD'";

  private TestNight night;

  @BeforeAll
  void run(@TempDir Path root) {
    night = new TestNight(root, Project.catalogue("contract_base", "mrr_movements", "renewals"));
    night.run(LocalDate.of(2019, 12, 31), Map.of("telco_churn", RealData.folder("telco_churn")));
  }

  @Test
  void churnOfTheSnapshotIsAsPublishedInAllAndByContract() {
    assertThat(
            night.lines(
                "select dimension_value, lost_opening_logos, opening_logos,"
                    + " round(100 * logo_churn_rate, 2)"
                    + LAST_MONTH
                    + " and dimension in ('all', 'term') order by opening_logos desc"))
        .containsExactly(
            "all 1869 7043 26.54",
            "1 month 1655 3875 42.71",
            "24 months 48 1695 2.83",
            "12 months 166 1473 11.27");
  }

  @Test
  void whoHasNoTenureAndNoBillIsThereAndNobodyIsRejected() {
    assertThat(
            night.lines(
                "select count(*), count_if(started_on = '2019-11-30'), min(started_on)"
                    + " from subscriptions"))
        .containsExactly("7043 11 2013-12-01");
    assertThat(night.lines("select sum(rows_read), sum(rows_rejected) from file_ledger"))
        .containsExactly("7043 0");
    assertThat(
            night.lines(
                "select sum(new_logos) from contract_base where period_kind = 'month'"
                    + " and period_start_on = '2019-11-01' and currency = 'USD'"
                    + " and dimension = 'all'"))
        .containsExactly("624");
  }

  @Test
  void whatTheyPaidAMonthOpensAndLeaves() {
    assertThat(
            night.lines(
                "select opening_mrr_amount, churned_mrr_amount, closing_mrr_amount,"
                    + " voluntary_churned_mrr_amount, round(grr, 4)"
                    + " from mrr_movements where period_kind = 'month'"
                    + " and period_start_on = '2019-12-01' and dimension = 'all'"))
        .containsExactly("456116.60 139130.85 316985.75 0.00 0.695");
  }

  /** Counted from the file: whole terms of tenure, and who of them left. */
  @Test
  void whoLeftDidNotRenew() {
    assertThat(
            night.lines(
                "select dimension_value, due_contracts, renewed_on_time_contracts,"
                    + " not_renewed_contracts from renewals where period_kind = 'month'"
                    + " and period_start_on = '2019-12-01' and dimension = 'term'"
                    + " order by due_contracts desc"))
        .containsExactly("1 month 3875 2220 1655", "24 months 380 375 5", "12 months 130 114 16");
  }

  @Test
  void contractsOfTwoYearsAreDueOnceInTwoYears() {
    assertThat(
            night.lines(
                "select count(*) from contract_renewals as later join contract_renewals as earlier"
                    + " on earlier.subscription_id = later.subscription_id"
                    + " and earlier.due_on < later.due_on and later.term = '24 months'"
                    + " and later.due_on < add_months(earlier.due_on, 24)"))
        .containsExactly("0");
    assertThat(
            night.lines(
                "select dimension_value, due_contracts > 0, open_contracts,"
                    + " not_renewed_contracts > 0 from renewals where period_kind = 'year'"
                    + " and period_start_on = '2018-01-01' and dimension = 'term'"
                    + " order by dimension_value"))
        .containsExactly(
            "1 month true 0 false", "12 months true 0 false", "24 months true 0 false");
  }
}
