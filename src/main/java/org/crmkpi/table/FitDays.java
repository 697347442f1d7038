package org.crmkpi.table;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The days whose fits may be in force on a date: they are the same for every run of that date,
 * whichever nights ran before. Days are counted from a Sunday, so that fits a whole number of weeks
 * apart see whole weeks.
 *
 * @param first day of the regular fit
 * @param look the last day on which it was looked whether so much had changed since that another
 *     fit is due; empty until there is one, and where the table does not ask
 */
public record FitDays(LocalDate first, Optional<LocalDate> look) {
  /** How often it is looked between two regular fits. */
  static final int DAYS_BETWEEN_LOOKS = DayOfWeek.values().length;

  private static final LocalDate ORIGIN = LocalDate.of(1970, 1, 4);

  /** The days for a date. */
  public static FitDays of(Refresh.Fitted rule, LocalDate asOf) {
    LocalDate first = onGrid(ORIGIN, rule.refitAfterDays(), asOf);
    Optional<LocalDate> look =
        rule.refitShare()
            .map(share -> onGrid(first, DAYS_BETWEEN_LOOKS, asOf))
            .filter(first::isBefore);
    return new FitDays(first, look);
  }

  /** The last day until a date that is a whole number of steps away from the origin. */
  private static LocalDate onGrid(LocalDate origin, int step, LocalDate date) {
    return date.minusDays(Math.floorMod(ChronoUnit.DAYS.between(origin, date), step));
  }
}
