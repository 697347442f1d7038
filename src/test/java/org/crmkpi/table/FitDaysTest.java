package org.crmkpi.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which day's fit is in force is a matter of the date alone. */
final class FitDaysTest {
  private static final LocalDate SUNDAY = LocalDate.of(2024, 3, 3);

  @Test
  void regularFitsAreTheStatedDaysApartAndNeverLaterThanTheDate() {
    for (int step : new int[] {1, 7, 14, 28, 30, 365}) {
      List<LocalDate> dates =
          LocalDate.of(1969, 1, 1).datesUntil(LocalDate.of(2030, 1, 1)).toList();
      for (LocalDate date : dates) {
        assertThat(first(step, date)).isBetween(date.minusDays(step - 1), date);
        assertThat(first(step, first(step, date))).isEqualTo(first(step, date));
      }
      assertThat(dates.stream().map(date -> first(step, date)).distinct().skip(1).limit(2))
          .satisfies(days -> assertThat(days.get(0).plusDays(step)).isEqualTo(days.get(1)));
    }
  }

  @Test
  void wholeWeeksEndOnSundays() {
    assertThat(Stream.of(7, 14, 28, 364).map(step -> first(step, SUNDAY.plusDays(4))))
        .allMatch(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY);
  }

  @Test
  void looksAreWeeksAfterTheRegularFit() {
    assertThat(look(Optional.of(0.1), SUNDAY.plusDays(6))).isEmpty();
    assertThat(look(Optional.of(0.1), SUNDAY.plusDays(7))).contains(SUNDAY.plusDays(7));
    assertThat(look(Optional.of(0.1), SUNDAY.plusDays(13))).contains(SUNDAY.plusDays(7));
    assertThat(look(Optional.of(0.1), SUNDAY.plusDays(14))).isEmpty();
    assertThat(look(Optional.empty(), SUNDAY.plusDays(7))).isEmpty();
  }

  private static LocalDate first(int step, LocalDate date) {
    return FitDays.of(rule(step, Optional.empty()), date).first();
  }

  private static Optional<LocalDate> look(Optional<Double> share, LocalDate date) {
    return FitDays.of(rule(14, share), date).look();
  }

  private static Refresh.Fitted rule(int step, Optional<Double> share) {
    return new Refresh.Fitted("rates", "customers_count", step, share);
  }
}
