package org.crmkpi.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases small enough to work out with a pencil. */
class CompetingRisksTest {

  @Test
  void nothingObservedIsNoCurveAndHasNoQuantile() {
    assertThat(CompetingRisks.curve(List.of())).isEmpty();
    assertThat(CompetingRisks.quantile(List.of(), 0.5)).isEmpty();
  }

  @Test
  void aCaseSeenOpenLastOnADayIsAtRiskOnThatDay() {
    List<CurvePoint> curve = CompetingRisks.curve(List.of(new DayCount(3, 1, 0, 1)));

    assertThat(curve).hasSize(1);
    assertThat(curve.get(0).atRisk()).isEqualTo(2);
    assertThat(curve.get(0).wonIncidence()).isEqualTo(0.5);
  }

  @Test
  void aCaseThatEntersLateIsNotAtRiskBefore() {
    List<DayCount> counts = List.of(new DayCount(5, 1, 0, 0), new DayCount(10, 1, 0, 1, 7));

    List<CurvePoint> curve = CompetingRisks.curve(counts);

    assertThat(curve).extracting(CurvePoint::atRisk).containsExactly(1L, 2L);
  }

  @Test
  void lateEntriesAreAtRiskFromTheDayAfterTheyEnter() {
    List<DayCount> counts =
        List.of(new DayCount(5, 1, 0, 1), new DayCount(6, 0, 0, 1, 5), new DayCount(9, 0, 0, 1, 4));

    List<CurvePoint> curve = CompetingRisks.curve(counts);

    assertThat(curve).extracting(CurvePoint::atRisk).containsExactly(3L, 2L, 1L);
    assertThat(curve.get(0).wonIncidence()).isCloseTo(1.0 / 3, within(1e-12));
  }

  @Test
  void aQuantileIsReachedOnTheDayTheIncidenceEqualsTheShare() {
    List<CurvePoint> curve =
        CompetingRisks.curve(List.of(new DayCount(4, 5, 0, 0), new DayCount(9, 0, 0, 5)));

    assertThat(CompetingRisks.quantile(curve, 0.5)).hasValue(4);
    assertThat(CompetingRisks.quantile(curve, 0.51)).isEmpty();
  }

  @Test
  void impossibleCountsAreRefusedWithTheirValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DayCount(-1, 1, 0, 0))
        .withMessageContaining("day=-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DayCount(3, 1, 0, 0, 3))
        .withMessageContaining("enteredAfter=3");
  }
}
