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

/** Published and independently computed figures of the help desk of a software company. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HelpdeskTest {
  private TestNight night;

  @BeforeAll
  void run(@TempDir Path root) {
    night =
        new TestNight(
            root, Project.catalogue("case_volumes", "response_times", "resolution_times"));
    night.run(LocalDate.of(2014, 1, 31), Map.of("helpdesk", RealData.folder("helpdesk")));
  }

  @Test
  void everyEventOfTheLogIsThere() {
    assertThat(night.lines("select count(*), count(distinct case_id) from case_events"))
        .containsExactly("21348 4580");
    assertThat(night.value("select count(*) from cases")).isEqualTo("4580");
  }

  @Test
  void timesToTheLastResolutionAndToTheFirstAnswerMeetTheReference() {
    assertThat(
            night.lines(
                "select count(resolved_at), round(percentile(resolution_seconds / 3600, 0.5), 2),"
                    + " round(avg(resolution_seconds / 3600), 2),"
                    + " round(percentile(resolution_seconds / 3600, 0.9), 2),"
                    + " round(percentile(first_resolution_seconds / 3600, 0.5), 2)"
                    + " from case_times"))
        .containsExactly("4569 159.79 276.91 721.51 143.53");
    assertThat(
            night.lines(
                "select count(first_answered_at), round(percentile(answer_seconds / 60, 0.5), 1)"
                    + " from case_times"))
        .containsExactly("4285 983.4");
  }

  @Test
  void aResolutionThatIsInTheLogTwiceIsNoReopening() {
    assertThat(
            night.lines(
                "select count_if(reopened_count > 0), sum(reopened_count), count_if(is_one_touch)"
                    + " from case_times"))
        .containsExactly("302 326 3795");
  }

  @Test
  void theBacklogIsWhatNobodyResolved() {
    assertThat(
            night.lines(
                "select sum(opened_count), sum(reopened_count), sum(closed_count),"
                    + " max_by(closing_backlog_count, period_start_on) from case_volumes"
                    + " where period_kind = 'year' and dimension = 'all'"))
        .containsExactly("4580 326 4895 11");
  }

  @Test
  void whatIsResolvedWithoutAnAnswerCompetesAndWhatIsOpenIsCensored() {
    assertThat(
            night.lines(
                "select sum(answered_count), sum(unanswered_count), sum(open_count)"
                    + " from response_times where period_kind = 'year' and dimension = 'all'"
                    + " and priority = 'all' and clock = 'clock'"))
        .containsExactly("4285 291 4");
  }
}
