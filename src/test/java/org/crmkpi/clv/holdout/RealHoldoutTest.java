package org.crmkpi.clv.holdout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.crmkpi.clv.data.Purchases;
import org.crmkpi.clv.fit.Estimate;
import org.crmkpi.clv.repeat.RepeatKind;
import org.junit.jupiter.api.Test;

/** Which model real customers choose. */
class RealHoldoutTest {

  private static List<Prediction> candidates(Holdout holdout) {
    List<Estimate> estimates =
        Stream.of(RepeatKind.values()).map(kind -> kind.fit(holdout.calibration())).toList();
    return ModelChoice.candidates(holdout.calibration(), holdout.days(), estimates);
  }

  private static ModelChoice choice(Holdout holdout) {
    return ModelChoice.of(
        candidates(holdout).stream().map(method -> HoldoutScore.of(holdout, method)).toList());
  }

  @Test
  void theModelsBeatTheBaselinesOnCdnow() {
    ModelChoice choice = choice(Purchases.cdnow().holdout());

    assertThat(choice.isBaseline()).isFalse();
    assertThat(choice.scores()).hasSize(5);
    assertThat(choice.scores().subList(3, 5)).allMatch(HoldoutScore::isBaseline);
  }

  @Test
  void theModelsBeatTheBaselinesOnTheApparelRetailer() {
    ModelChoice choice = choice(Purchases.apparel().holdout());

    assertThat(choice.isBaseline()).isFalse();
    assertThat(Purchases.apparel().holdout().customers()).isEqualTo(600);
  }

  @Test
  void theBestDecileOfCdnowBuysMostAndCohortsAddUp() {
    Holdout holdout = Purchases.cdnow().holdout();
    for (Prediction method : candidates(holdout)) {
      HoldoutScore score = HoldoutScore.of(holdout, method);
      List<HoldoutGroup> deciles = HoldoutScore.byDecile(holdout, method);
      List<HoldoutGroup> cohorts =
          HoldoutScore.byCohort(holdout, method, history -> history.observedDays() / 30);

      assertThat(total(deciles, true)).isEqualTo(Math.round(score.predicted()));
      assertThat(total(cohorts, true)).isEqualTo(Math.round(score.predicted()));
      assertThat(total(deciles, false)).isEqualTo(1882);
      assertThat(total(cohorts, false)).isEqualTo(1882);
      if (!method.isBaseline()) {
        assertThat(deciles.get(0).actual()).isGreaterThan(4 * deciles.get(4).actual());
      }
    }
  }

  private static long total(List<HoldoutGroup> groups, boolean isPredicted) {
    return Math.round(
        groups.stream().mapToDouble(g -> isPredicted ? g.predicted() : g.actual()).sum());
  }
}
