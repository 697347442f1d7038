package org.crmkpi.survival;

/**
 * Cases that end their observation at the same age: the sufficient statistics of a competing-risks
 * estimate, so that its cost follows the number of different days and not the number of cases.
 *
 * @param day age in days at which these cases were won, lost or last seen open; 0 is the first day
 * @param won cases won at that age
 * @param lost cases lost at that age
 * @param open cases last seen open at that age (right-censored just after the events of the day)
 * @param enteredAfter the cases are observed at ages above this one only (left truncation); {@link
 *     #FROM_THE_START} for cases observed from day 0
 */
public record DayCount(int day, long won, long lost, long open, int enteredAfter) {

  /** The {@code enteredAfter} of cases that are observed from their first day. */
  public static final int FROM_THE_START = -1;

  public DayCount {
    if (day < 0 || won < 0 || lost < 0 || open < 0) {
      throw new IllegalArgumentException(
          "days and counts are not negative, but day=%d, won=%d, lost=%d, open=%d"
              .formatted(day, won, lost, open));
    }
    if (enteredAfter < FROM_THE_START || enteredAfter >= day) {
      throw new IllegalArgumentException(
          "cases enter before they end, but day=%d, enteredAfter=%d".formatted(day, enteredAfter));
    }
  }

  /** Cases observed from their first day. */
  public DayCount(int day, long won, long lost, long open) {
    this(day, won, lost, open, FROM_THE_START);
  }

  long cases() {
    return won + lost + open;
  }
}
