package org.crmkpi.clv.holdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.crmkpi.clv.repeat.RepeatCase;
import org.junit.jupiter.api.Test;

/** Predictions against the holdout period, with a pencil. */
class HoldoutTest {
  /** Ten customers bought twice in 100 days and once later; thirty once and never again. */
  private static final Holdout HOLDOUT =
      new Holdout(
          List.of(
              new HoldoutCase(new RepeatCase(2, 80, 100, 10), 1),
              new HoldoutCase(new RepeatCase(0, 0, 100, 30), 0)),
          100);

  private static final Prediction SAME_RATE = Prediction.sameRateAsBefore(100);

  private static HoldoutScore score(String method, boolean isBaseline, double error) {
    return new HoldoutScore(method, isBaseline, 40, 10, 10, error);
  }

  @Test
  void theSameRateAsBeforeExpectsTwentyPurchasesWhereTenCame() {
    HoldoutScore score = HoldoutScore.of(HOLDOUT, SAME_RATE);

    assertThat(score.predicted()).isEqualTo(20);
    assertThat(score.actual()).isEqualTo(10);
    assertThat(score.errorOfTotal()).isEqualTo(1);
    assertThat(score.rootMeanSquaredError()).isEqualTo(Math.sqrt(10 / 40.0));
  }

  @Test
  void theMeanOfTheSegmentIsTheSameForEverybody() {
    Prediction mean = Prediction.meanOfSegment(HOLDOUT.calibration(), 100);

    assertThat(HoldoutScore.of(HOLDOUT, mean).predicted()).isEqualTo(20);
    assertThat(mean.purchases().applyAsDouble(new RepeatCase(7, 50, 60, 1))).isEqualTo(0.5);
  }

  @Test
  void theBestTenthsComeFirstAndEqualPredictionsShareTheirPurchases() {
    List<HoldoutGroup> deciles = HoldoutScore.byDecile(HOLDOUT, SAME_RATE);

    assertThat(deciles).hasSize(10);
    assertThat(deciles).allSatisfy(decile -> assertThat(decile.customers()).isEqualTo(4));
    assertThat(deciles.get(0)).isEqualTo(new HoldoutGroup(1, 4, 8, 4));
    assertThat(deciles.get(2).actual()).isCloseTo(2, within(1e-12));
    assertThat(deciles.get(9).actual()).isZero();
  }

  @Test
  void cohortsAddUpToTheTotal() {
    List<HoldoutGroup> cohorts =
        HoldoutScore.byCohort(HOLDOUT, SAME_RATE, history -> history.purchases());

    assertThat(cohorts)
        .containsExactly(new HoldoutGroup(0, 30, 0, 0), new HoldoutGroup(2, 10, 20, 10));
  }

  @Test
  void theModelWithTheSmallestErrorIsPublished() {
    ModelChoice choice =
        ModelChoice.of(
            List.of(
                score("same_rate_as_before", true, 1.5),
                score("bg_nbd", false, 1.2),
                score("pareto_nbd", false, 1.1)));

    assertThat(choice.method()).isEqualTo("pareto_nbd");
    assertThat(choice.isBaseline()).isFalse();
    assertThat(choice.reason())
        .isEqualTo("error by customer 1.1000 against 1.5000 of same_rate_as_before");
    assertThat(choice.scores()).extracting(HoldoutScore::method).endsWith("same_rate_as_before");
  }

  @Test
  void whereNoModelBeatsTheBaselineTheBaselineIsPublishedAndSaysSo() {
    ModelChoice choice =
        ModelChoice.of(
            List.of(
                score("bg_nbd", false, 1.2),
                score("mean_of_segment", true, 1.2),
                score("same_rate_as_before", true, 1.5)));

    assertThat(choice.method()).isEqualTo("mean_of_segment");
    assertThat(choice.isBaseline()).isTrue();
    assertThat(choice.reason())
        .isEqualTo("no model beats mean_of_segment, whose error by customer is 1.2000");
  }

  @Test
  void aChoiceNeedsABaseline() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelChoice.of(List.of(score("bg_nbd", false, 1))))
        .withMessageContaining("baseline");
  }

  @Test
  void theOrderOfTheCustomersDoesNotMatter() {
    List<HoldoutCase> reversed = new ArrayList<>(HOLDOUT.cases());
    Collections.reverse(reversed);

    assertThat(new Holdout(reversed, 100)).isEqualTo(HOLDOUT);
    assertThat(Holdout.sum(List.of(HOLDOUT, HOLDOUT)).customers()).isEqualTo(80);
  }
}
