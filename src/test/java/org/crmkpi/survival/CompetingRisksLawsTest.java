package org.crmkpi.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every curve, whatever the cases. */
class CompetingRisksLawsTest {

  @Property
  void wonLostAndOpenSumToOne(@ForAll("counts") List<DayCount> counts) {
    for (CurvePoint point : CompetingRisks.curve(counts)) {
      assertThat(point.wonIncidence() + point.lostIncidence() + point.stillOpen())
          .isCloseTo(1, within(1e-9));
      assertThat(point.stillOpen()).isBetween(0.0, 1.0);
      assertThat(point.wonStandardError()).isNotNegative();
    }
  }

  @Property
  void timeOnlyAddsToWonAndLost(@ForAll("counts") List<DayCount> counts) {
    List<CurvePoint> curve = CompetingRisks.curve(counts);

    for (int i = 1; i < curve.size(); i++) {
      CurvePoint before = curve.get(i - 1);
      CurvePoint now = curve.get(i);
      assertThat(now.day()).isGreaterThan(before.day());
      assertThat(now.wonIncidence()).isGreaterThanOrEqualTo(before.wonIncidence());
      assertThat(now.lostIncidence()).isGreaterThanOrEqualTo(before.lostIncidence());
      assertThat(now.stillOpen()).isLessThanOrEqualTo(before.stillOpen());
    }
  }

  @Property
  void theOrderAndTheBundlingOfTheCasesAreIrrelevant(
      @ForAll("counts") List<DayCount> counts, @ForAll long seed) {
    List<DayCount> singles = new ArrayList<>();
    counts.forEach(count -> singles.addAll(oneByOne(count)));
    Collections.shuffle(singles, new Random(seed));

    assertThat(CompetingRisks.curve(singles)).isEqualTo(CompetingRisks.curve(counts));
  }

  @Property
  void withoutOpenCasesTheCurveIsPlainCounting(@ForAll("closed") List<DayCount> counts) {
    double all = counts.stream().mapToLong(DayCount::cases).sum();

    for (CurvePoint point : CompetingRisks.curve(counts)) {
      double won =
          counts.stream().filter(c -> c.day() <= point.day()).mapToLong(DayCount::won).sum();
      assertThat(point.wonIncidence()).isCloseTo(won / all, within(1e-9));
      double share = won / all;
      assertThat(point.wonStandardError())
          .isCloseTo(Math.sqrt(share * (1 - share) / all), within(1e-6));
    }
  }

  private static List<DayCount> oneByOne(DayCount count) {
    List<DayCount> singles = new ArrayList<>();
    int day = count.day();
    int entered = count.enteredAfter();
    singles.addAll(Collections.nCopies((int) count.won(), new DayCount(day, 1, 0, 0, entered)));
    singles.addAll(Collections.nCopies((int) count.lost(), new DayCount(day, 0, 1, 0, entered)));
    singles.addAll(Collections.nCopies((int) count.open(), new DayCount(day, 0, 0, 1, entered)));
    return singles;
  }

  @Provide
  Arbitrary<List<DayCount>> counts() {
    Arbitrary<Long> cases = Arbitraries.longs().between(0, 5);
    return Combinators.combine(
            Arbitraries.integers().between(0, 60),
            cases,
            cases,
            cases,
            Arbitraries.integers().between(-1, 59))
        .as((day, won, lost, open, late) -> count(day, won, lost, open, Math.min(late, day - 1)))
        .list()
        .ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<DayCount>> closed() {
    Arbitrary<Long> cases = Arbitraries.longs().between(1, 5);
    return Combinators.combine(Arbitraries.integers().between(0, 60), cases, cases)
        .as((day, won, lost) -> new DayCount(day, won, lost, 0))
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  private static DayCount count(int day, long won, long lost, long open, int enteredAfter) {
    return won + lost + open == 0
        ? new DayCount(day, 0, 0, 1, enteredAfter)
        : new DayCount(day, won, lost, open, enteredAfter);
  }
}
