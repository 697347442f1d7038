package org.crmkpi.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.crmkpi.statistics.Interval;
import org.crmkpi.testing.RealData;
import org.junit.jupiter.api.Test;

/** The published figures of the North Central lung cancer study: 228 patients, 165 deaths. */
class LungSurvivalTest {

  @Test
  void halfOfThePatientsSurviveThreeHundredAndTenDays() {
    List<CurvePoint> curve = CompetingRisks.curve(patients());

    assertThat(curve.get(0).atRisk()).isEqualTo(228);
    assertThat(CompetingRisks.quantile(curve, 0.5)).hasValue(310);
    assertThat(openAfter(curve, 365)).isCloseTo(0.4092, within(0.00005));
  }

  @Test
  void theLogLogLimitsOfTheMedianAreThePublishedOnes() {
    List<CurvePoint> curve = CompetingRisks.curve(patients());

    assertThat(first(curve, point -> limits(point).low() <= 0.5)).hasValue(284);
    assertThat(first(curve, point -> limits(point).high() <= 0.5)).hasValue(361);
  }

  private static Interval limits(CurvePoint point) {
    return Interval.logLog(point.stillOpen(), point.wonStandardError());
  }

  private static OptionalInt first(List<CurvePoint> curve, Predicate<CurvePoint> holds) {
    return curve.stream().filter(holds).mapToInt(CurvePoint::day).min();
  }

  private static double openAfter(List<CurvePoint> curve, int day) {
    return curve.stream()
        .filter(point -> point.day() <= day)
        .mapToDouble(CurvePoint::stillOpen)
        .min()
        .orElseThrow();
  }

  private static List<DayCount> patients() {
    try (var lines = Files.lines(RealData.folder("survival").resolve("lung.csv"))) {
      return lines.skip(1).map(LungSurvivalTest::patient).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DayCount patient(String line) {
    String[] cells = line.split(",", -1);
    int day = Integer.parseInt(cells[1]);
    long died = Long.parseLong(cells[2]);
    return new DayCount(day, died, 0, 1 - died);
  }
}
