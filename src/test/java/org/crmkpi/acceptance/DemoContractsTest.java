package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.crmkpi.demo.DemoTruths;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;

/** The published tables know again what became of the contracts of the demo. */
final class DemoContractsTest {
  private static final List<DemoTruths.Churn> CHURN = PlantedCompany.TRUTHS.churn();
  private static final String MONTHS =
      " from contract_base where period_kind = 'month' and currency = 'all'";

  private final TestNight night = PlantedCompany.night();

  @Test
  void contractsStartAndChurnByTermAsPlanted() {
    assertThat(
            night.lines(
                "select dimension_value, sum(new_logos), sum(churned_logos), sum(reactivated_logos),"
                    + " max_by(closing_logos, period_start_on)"
                    + MONTHS
                    + " and dimension = 'term' group by dimension_value"))
        .containsExactlyInAnyOrderElementsOf(
            CHURN.stream()
                .map(
                    churn ->
                        "%d month%s %d %d 0 %d"
                            .formatted(
                                churn.termMonths(),
                                churn.termMonths() == 1 ? "" : "s",
                                churn.contracts(),
                                churn.cancelled(),
                                churn.contracts() - churn.cancelled()))
                .toList());
  }

  @Test
  void whoIsBoundFromMonthToMonthChurnsTheFastest() {
    assertThat(CHURN).extracting(DemoTruths.Churn::termMonths).containsExactly(1, 12, 24);
    assertThat(
            night.lines(
                "select dimension_value"
                    + MONTHS
                    + " and dimension = 'term' group by dimension_value"
                    + " order by sum(lost_opening_logos) / sum(opening_logos) desc"))
        .hasSize(3)
        .startsWith("1 month");
  }

  @Test
  void everyEndSaysWhoseItWasAndAmountsAddUp() {
    assertThat(
            night.lines(
                "select sum(voluntary_churned_logos + involuntary_churned_logos - churned_logos),"
                    + " sum(involuntary_churned_logos) > 0"
                    + MONTHS
                    + " and dimension = 'all'"))
        .containsExactly("0 true");
    assertThat(
            night.value(
                "select count(*) from mrr_movements where expansion_mrr_amount > 0"
                    + " and contraction_mrr_amount > 0 and churned_mrr_amount > 0"))
        .isNotEqualTo("0");
    assertThat(CHURN.stream().max(Comparator.comparingLong(DemoTruths.Churn::contracts)))
        .hasValueSatisfying(most -> assertThat(most.termMonths()).isEqualTo(12));
  }
}
