package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.demo.DemoTruths;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What was planted in the answers of a fictional company is found in the published tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlantedServiceTest {
  private static final DemoSettings COMPANY = DemoSettings.of(2_000);
  private static final DemoTruths TRUTHS = DemoTruths.of(COMPANY);
  private static final String EVERY_YEAR = " where period_kind = 'year' and dimension = 'all'";

  private TestNight night;

  @BeforeAll
  void run(@TempDir Path root) {
    Path files = root.resolve("files");
    DemoCrm.write(files, COMPANY);
    night = new TestNight(root.resolve("warehouse"), Project.catalogue("nps", "csat", "ces"));
    night.run(DemoCrm.lastNight(COMPANY), Map.of("demo", files));
  }

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

  private double figure(String sql, String table) {
    return Double.parseDouble(
        night.value("select cast(" + sql + " as double) from " + table + EVERY_YEAR));
  }
}
