package org.crmkpi.source;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Text that says when a row became what it is, as a number that orders such rows: microseconds
 * since the epoch, or the number itself. A time without an offset is of the zone of the session.
 *
 * @param column column of the feed that says it
 * @param format pattern of the time; empty for ISO and for seconds, milliseconds or microseconds
 *     since the epoch; {@code number} for a count of versions
 */
record Instants(String column, Optional<String> format) {
  static final String NUMBER = "number";

  private static final String WHOLE_NUMBER = "^[+-]?[0-9]+$";
  private static final String ISO =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
          + " ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)?)?$";
  private static final long SECOND = 1_000_000;
  private static final long MILLISECOND = 1_000;

  /** Seconds since the epoch are below it until the year 5138. */
  private static final long MOST_SECONDS = 100_000_000_000L;

  private static final long MOST_MILLISECONDS = MOST_SECONDS * 1_000;
  private static final int SHOWN_CHARS = 40;

  /** The number; null where there is no value or none that can be read. */
  Column of(Column value) {
    Column text = functions.trim(value);
    if (format.isEmpty()) {
      return functions
          .when(text.rlike(WHOLE_NUMBER), epoch(text.try_cast("bigint")))
          .when(text.rlike(ISO), functions.unix_micros(text.try_cast("timestamp")));
    }
    return format.get().equals(NUMBER)
        ? functions.when(text.rlike(WHOLE_NUMBER), text.try_cast("bigint"))
        : functions.unix_micros(functions.try_to_timestamp(text, functions.lit(format.get())));
  }

  /** What is wrong with a value that is there and cannot be read; null when nothing is. */
  Column problem(Column value, Feed feed) {
    Column isUnread = functions.not(CurrentRows.isNothing(value, feed)).and(of(value).isNull());
    return functions.when(
        isUnread,
        functions.concat(
            functions.lit(column + " '"),
            functions.substring(value, 1, SHOWN_CHARS),
            functions.lit("' is " + wanted())));
  }

  private String wanted() {
    return format
        .map(
            stated ->
                stated.equals(NUMBER)
                    ? "not a whole number, as newest_by states"
                    : "not of the form '" + stated + "' that newest_by states")
        .orElse("neither an ISO time nor an epoch; state its form: newest_by { column, format }");
  }

  private static Column epoch(Column number) {
    Column size = functions.abs(number);
    return functions
        .when(size.lt(MOST_SECONDS), number.multiply(SECOND))
        .when(size.lt(MOST_MILLISECONDS), number.multiply(MILLISECOND))
        .otherwise(number);
  }
}
