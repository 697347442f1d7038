package org.crmkpi.session;

import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The first day of the calendar, as a session knows it: no row may carry an earlier one. */
public final class Calendars {
  private static final String KEY = "spark.crmkpi.calendarStartsOn";

  private Calendars() {}

  /** Tells a session of the first day. */
  public static void start(SparkSession session, LocalDate first) {
    session.conf().set(KEY, first.toString());
  }

  /** The first day; empty when the session was told none. */
  public static Optional<LocalDate> startsOn(SparkSession session) {
    String first = session.conf().get(KEY, "");
    return first.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(first));
  }
}
