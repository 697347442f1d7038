package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.crmkpi.demo.DemoTruths;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;

/** What was planted in the answers of a fictional company is found in the published tables. */
final class PlantedServiceTest {
  private static final DemoTruths TRUTHS = PlantedCompany.TRUTHS;
  private static final String EVERY_YEAR = " where period_kind = 'year' and dimension = 'all'";

  private final TestNight night = PlantedCompany.night();

  @Test
  void thePromoterScoreOfAllYearsIsThePlantedOne() {
    double score =
        figure(
            "100 * (sum(promoters_count) - sum(detractors_count)) / sum(respondents_count)", "nps");

    assertThat(score).isCloseTo(TRUTHS.perception().netPromoterScore(), within(8.0));
    assertThat(figure("sum(respondents_count)", "nps")).isGreaterThan(300);
  }

  @Test
  void questionsAreAnsweredAsOftenAsPlanted() {
    for (String kind : new String[] {"nps", "csat", "ces"}) {
      assertThat(figure("sum(answered_count) / sum(asked_count)", kind))
          .as(kind)
          .isCloseTo(TRUTHS.perception().responseRate(), within(0.12));
    }
  }

  @Test
  void satisfactionIsThePlantedShare() {
    assertThat(figure("sum(satisfied_count) / sum(respondents_count)", "csat"))
        .isCloseTo(TRUTHS.perception().satisfiedShare(), within(0.12));
  }

  @Test
  void halfOfTheCasesAreAnsweredInThePlantedTime() {
    String ofTheFullestYear =
        "select cast(max_by(median_minutes, cases_count) as double) from response_times"
            + EVERY_YEAR
            + " and priority = 'all' and clock = 'clock'";

    assertThat(Double.parseDouble(night.value(ofTheFullestYear)))
        .isCloseTo(TRUTHS.perception().medianResponseMinutes(), within(70.0));
  }

  @Test
  void whatIsReopenedOrWaitsForTheCustomerIsSeen() {
    assertThat(figure("sum(reopened_count) / sum(opened_count)", "case_volumes"))
        .isCloseTo(0.1, within(0.05));
    assertThat(
            night.value(
                "select count(*) from resolution_times as a join resolution_times as b"
                    + " on b.period_start_on = a.period_start_on"
                    + " where a.period_kind = 'year' and b.period_kind = 'year'"
                    + " and a.dimension = 'all' and b.dimension = 'all'"
                    + " and a.priority = 'all' and b.priority = 'all'"
                    + " and a.resolution = 'final' and b.resolution = 'final'"
                    + " and a.clock = 'clock' and b.clock = 'without_waiting'"
                    + " and a.closed_only_median_minutes < b.closed_only_median_minutes"))
        .isEqualTo("0");
  }

  @Test
  void everyCaseIsInTheVolumesAndInTheTimes() {
    String cases = night.value("select count(*) from cases");

    assertThat(night.value("select sum(opened_count) from case_volumes" + EVERY_YEAR))
        .isEqualTo(cases);
    assertThat(
            night.value(
                "select sum(cases_count) from resolution_times"
                    + EVERY_YEAR
                    + " and resolution = 'final' and clock = 'business' and priority = 'all'"))
        .isEqualTo(cases);
    assertThat(
            night.value(
                "select max_by(closing_backlog_count, period_start_on) from case_volumes"
                    + " where period_kind = 'day' and dimension = 'all'"))
        .isEqualTo(night.value("select count(*) from cases where closed_at is null"));
  }

  private double figure(String sql, String table) {
    return Double.parseDouble(
        night.value("select cast(" + sql + " as double) from " + table + EVERY_YEAR));
  }
}
