package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.crmkpi.demo.DemoSettings;
import org.crmkpi.demo.DemoTruths;
import org.crmkpi.laws.DemoHistory;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;

/** What was planted in the pipeline of the fictional company, found again in published tables. */
final class PlantedPipelineTest {
  private static final int CUSTOMERS = 400;
  private static final DemoTruths.Pipeline PLANTED =
      DemoTruths.of(DemoSettings.of(CUSTOMERS)).pipeline();

  private final TestNight night = DemoHistory.made().rebuilt();

  @Test
  void stagesStandInTheOrderThatDealsTake() {
    assertThat(
            night.lines(
                "select stage from stage_performance where dimension = 'all'"
                    + " and pipeline = 'Sales' and entered_count >= 30 order by stage_place"))
        .containsExactlyElementsOf(PLANTED.stages());
  }

  @Test
  void theBottleneckIsFlagged() {
    assertThat(
            night.lines(
                "select stage from stage_performance where dimension = 'all'"
                    + " and pipeline = 'Sales' and is_bottleneck"))
        .containsExactly(PLANTED.bottleneckStage());
  }
}
