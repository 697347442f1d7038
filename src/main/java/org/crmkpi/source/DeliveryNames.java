package org.crmkpi.source;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of deliveries, which is that of their names as text. Names that do not sort by time are
 * rewritten: a time as ISO, a number with leading zeros.
 *
 * @param format pattern of the time in a name, or {@code number}; empty when names sort as they are
 */
record DeliveryNames(Optional<String> format) {
  private static final int DIGITS = 19;
  private static final Pattern DIGITS_ONLY = Pattern.compile("\\d{1,19}");
  private static final Pattern DAY =
      Pattern.compile(
          "^0*(\\d{4})(?<mark>[-._]?)(\\d{2})\\k<mark>(\\d{2})(?=\\D|$|\\d{4}$|\\d{6}$)");
  private static final Pattern WITH_NUMBER = Pattern.compile("(\\D*)(\\d+)(\\D*)");
  private static final Pattern NOT_BY_TIME =
      Pattern.compile(
          "\\d{1,2}[-._ ](\\d{1,2}|\\p{L}{3,})[-._ ]\\d{4}.*"
              + "|\\d{4}[-._ ](\\d[-._ ]\\d{1,2}|\\d{2}[-._ ]\\d)(\\D.*)?");

  /** The name as it sorts; empty when it is not of the stated form. */
  Optional<String> sorted(String name) {
    if (format.isEmpty()) {
      return Optional.of(name);
    }
    return format.get().equals(Instants.NUMBER) ? number(name) : time(name);
  }

  /** The day with which a name begins as it sorts; empty when it begins with none. */
  static Optional<LocalDate> day(String sorted) {
    Matcher day = DAY.matcher(sorted);
    if (!day.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(day.group(1)),
              Integer.parseInt(day.group(3)),
              Integer.parseInt(day.group(4))));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  /** Which of the names show that text does not order them by time; empty when none does. */
  Optional<String> unordered(Collection<String> names) {
    if (format.isPresent()) {
      return Optional.empty();
    }
    Map<String, String> widths = new HashMap<>();
    for (String name : names) {
      Matcher number = WITH_NUMBER.matcher(name);
      boolean isWider =
          number.matches()
              && widths
                      .computeIfAbsent(
                          number.group(1) + "#" + number.group(3), none -> number.group(2))
                      .length()
                  != number.group(2).length();
      if (isWider || NOT_BY_TIME.matcher(name).matches()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static Optional<String> number(String name) {
    return Optional.of(name)
        .filter(each -> DIGITS_ONLY.matcher(each).matches())
        .map(each -> "0".repeat(DIGITS - each.length()) + each);
  }

  private Optional<String> time(String name) {
    try {
      TemporalAccessor parsed = formatter(format.get()).parse(name);
      LocalTime time = parsed.query(TemporalQueries.localTime());
      LocalDate day = LocalDate.from(parsed);
      return Optional.of(LocalDateTime.of(day, time == null ? LocalTime.MIN : time).toString());
    } catch (DateTimeException other) {
      return Optional.empty();
    }
  }
}
