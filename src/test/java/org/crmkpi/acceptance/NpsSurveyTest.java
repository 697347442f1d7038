package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.RealData;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published score of a conference whose form was exported twice. */
final class NpsSurveyTest {
  @Test
  void theScoreIsThePublishedOneAndNobodyKnowsWhoWasAsked(@TempDir Path root) {
    TestNight night = new TestNight(root, Project.catalogue("nps"));

    night.run(LocalDate.of(2019, 11, 30), Map.of("nps_survey", RealData.folder("nps_survey")));

    assertThat(
            night.lines(
                "select is_complete, respondents_count, promoters_count, passives_count,"
                    + " detractors_count, round(score, 1), round(score_standard_error, 1),"
                    + " asked_count, response_rate, weighted_score from nps"
                    + " where period_kind = 'month' and dimension = 'all'"))
        .containsExactly("true 39 8 9 22 -35.9 12.8 0 null null");
    assertThat(
            night.lines(
                "select rows_read, rows_accepted, rows_superseded from file_ledger"
                    + " order by rows_accepted"))
        .containsExactly("39 0 39", "39 39 0");
  }
}
