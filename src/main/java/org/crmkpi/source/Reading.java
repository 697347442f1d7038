package org.crmkpi.source;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.session.Calendars;

/**
 * What decides how text becomes a value.
 *
 * @param form how the source writes it
 * @param source zone of times without an offset, in which queries are analysed
 * @param business zone in which a business day begins and ends
 * @param calendarStartsOn first day that a row may carry; empty when any may
 */
record Reading(
    TextForm form, ZoneId source, ZoneId business, Optional<LocalDate> calendarStartsOn) {
  /** Plain text of the business zone. */
  static Reading plain(SparkSession session) {
    ZoneId business = Zones.business(session);
    return new Reading(TextForm.PLAIN, business, business, Calendars.startsOn(session));
  }

  boolean isAtHome() {
    return source.equals(business);
  }
}
