package org.crmkpi.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Wall-clock moments as seconds since 1970 in the zone of the company, and their texts. */
final class Times {
  static final long DAY = 86_400L;
  static final long NEVER = Long.MAX_VALUE;
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private static final long FIRST = LocalDate.of(2022, 1, 1).toEpochDay();
  private static final String[] DATES = dates();

  private Times() {}

  static long dayOf(long moment) {
    return Math.floorDiv(moment, DAY);
  }

  static LocalDate date(long moment) {
    return LocalDate.ofEpochDay(dayOf(moment));
  }

  /** {@code 2024-03-05}; blank for a moment that never comes. */
  static String dateText(long day) {
    int index = (int) (day - FIRST);
    return index >= 0 && index < DATES.length ? DATES[index] : LocalDate.ofEpochDay(day).toString();
  }

  /** {@code 2024-03-05 14:22:10} without a zone, as the CRM exports it; blank for never. */
  static String text(long moment) {
    if (moment == NEVER) {
      return "";
    }
    int second = (int) Math.floorMod(moment, DAY);
    char[] clock = new char[9];
    clock[0] = ' ';
    twoDigits(clock, 1, second / 3600);
    clock[3] = ':';
    twoDigits(clock, 4, second / 60 % 60);
    clock[6] = ':';
    twoDigits(clock, 7, second % 60);
    return dateText(dayOf(moment)).concat(new String(clock));
  }

  /** {@code 2024-03-05T13:22:10Z}, as the web tracker exports it. */
  static String utcText(long moment) {
    LocalDateTime local = LocalDateTime.ofEpochSecond(moment, 0, ZoneOffset.UTC);
    return Instant.ofEpochSecond(moment - ZONE.getRules().getOffset(local).getTotalSeconds())
        .toString();
  }

  private static void twoDigits(char[] text, int at, int number) {
    text[at] = (char) ('0' + number / 10);
    text[at + 1] = (char) ('0' + number % 10);
  }

  private static String[] dates() {
    String[] texts = new String[6 * 366];
    for (int index = 0; index < texts.length; index++) {
      texts[index] = LocalDate.ofEpochDay(FIRST + index).toString();
    }
    return texts;
  }
}
