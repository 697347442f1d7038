package org.crmkpi.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Figures that others published about data anybody can type in. */
class PublishedSurvivalTest {

  private static final Offset<Double> FOUR_DIGITS = within(0.00005);

  private static final int[] REMISSIONS_ENDED = {6, 6, 6, 7, 10, 13, 16, 22, 23};
  private static final int[] REMISSIONS_LASTING = {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35};
  private static final int[] PLACEBO = {
    1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23
  };

  @Test
  void remissionUnderSixMercaptopurineIsTheTableOfTheTextbooks() {
    List<CurvePoint> curve = CompetingRisks.curve(remissions());

    List<CurvePoint> steps = steps(curve);
    assertThat(steps).extracting(CurvePoint::day).containsExactly(6, 7, 10, 13, 16, 22, 23);
    double[] open = {.8571, .8067, .7529, .6902, .6275, .5378, .4482};
    double[] errors = {.0764, .0869, .0963, .1068, .1141, .1282, .1346};
    for (int i = 0; i < open.length; i++) {
      assertThat(steps.get(i).stillOpen()).isCloseTo(open[i], FOUR_DIGITS);
      assertThat(steps.get(i).wonStandardError()).isCloseTo(errors[i], FOUR_DIGITS);
    }
  }

  @Test
  void theMedianCountsTheRemissionsThatLast() {
    List<DayCount> closedOnly =
        IntStream.of(REMISSIONS_ENDED).mapToObj(day -> new DayCount(day, 1, 0, 0)).toList();

    assertThat(CompetingRisks.quantile(CompetingRisks.curve(remissions()), 0.5)).hasValue(23);
    assertThat(CompetingRisks.quantile(CompetingRisks.curve(closedOnly), 0.5)).hasValue(10);
  }

  @Test
  void thePlaceboArmHasAMedianOfEight() {
    List<DayCount> placebo =
        IntStream.of(PLACEBO).mapToObj(day -> new DayCount(day, 1, 0, 0)).toList();

    assertThat(CompetingRisks.quantile(CompetingRisks.curve(placebo), 0.5)).hasValue(8);
  }

  @Test
  void aLostDealIsNotAnOpenOne() {
    List<CurvePoint> curve = CompetingRisks.curve(deals());

    CurvePoint atSeven = at(curve, 7);
    assertThat(atSeven.wonIncidence()).isCloseTo(0.472222, within(5e-7));
    assertThat(atSeven.lostIncidence()).isCloseTo(0.216667, within(5e-7));
    assertThat(atSeven.stillOpen()).isCloseTo(0.311111, within(5e-7));
    CurvePoint atNine = at(curve, 9);
    assertThat(atNine.lostIncidence()).isCloseTo(0.372222, within(5e-7));
    assertThat(atNine.stillOpen()).isCloseTo(0.155556, within(5e-7));
  }

  @Test
  void callingTheLostDealsOpenPromisesElevenPointsTooMuch() {
    List<DayCount> lostAsOpen =
        deals().stream()
            .map(deal -> new DayCount(deal.day(), deal.won(), 0, deal.lost() + deal.open()))
            .toList();

    assertThat(at(CompetingRisks.curve(lostAsOpen), 7).wonIncidence())
        .isCloseTo(0.58, within(0.005));
  }

  private static List<DayCount> remissions() {
    List<DayCount> counts = new ArrayList<>();
    IntStream.of(REMISSIONS_ENDED).forEach(day -> counts.add(new DayCount(day, 1, 0, 0)));
    IntStream.of(REMISSIONS_LASTING).forEach(day -> counts.add(new DayCount(day, 0, 0, 1)));
    return counts;
  }

  private static List<DayCount> deals() {
    return List.of(
        new DayCount(1, 1, 0, 0),
        new DayCount(2, 0, 1, 0),
        new DayCount(3, 1, 0, 1),
        new DayCount(4, 0, 1, 0),
        new DayCount(5, 1, 0, 0),
        new DayCount(6, 0, 0, 1),
        new DayCount(7, 1, 0, 0),
        new DayCount(9, 0, 1, 0),
        new DayCount(10, 0, 0, 1));
  }

  private static List<CurvePoint> steps(Collection<CurvePoint> curve) {
    List<CurvePoint> steps = new ArrayList<>();
    double before = 1;
    for (CurvePoint point : curve) {
      if (point.stillOpen() < before) {
        steps.add(point);
      }
      before = point.stillOpen();
    }
    return steps;
  }

  private static CurvePoint at(List<CurvePoint> curve, int day) {
    return curve.stream().filter(point -> point.day() == day).findFirst().orElseThrow();
  }
}
