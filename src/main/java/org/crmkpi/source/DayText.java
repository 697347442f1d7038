package org.crmkpi.source;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;

/**
 * Reads text as a day or as a point in time. A day without a time is that business day whatever the
 * zone of its source; a time with an offset falls on the business day of that moment.
 */
final class DayText {
  private static final int DAY_CHARS = 10;
  private static final int LEAST_TIME_CHARS = 16;
  private static final long DAY_MICROS = 86_400_000_000L;

  private final Reading reading;

  DayText(Reading reading) {
    this.reading = reading;
  }

  /** The value; null when the text is of no form that the source states. */
  Column of(Column text, DataType wanted) {
    boolean wantsDay = wanted instanceof DateType;
    return functions.coalesce(
        reading.form().dateFormats().stream()
            .map(
                format ->
                    format.equals(TextForm.ISO)
                        ? (wantsDay ? isoDay(text) : isoTime(text))
                        : (wantsDay ? day(text, format) : time(text, format)))
            .toArray(Column[]::new));
  }

  /** The business day of a moment. */
  Column dayOf(Column moment) {
    if (reading.isAtHome()) {
      return moment.cast(DataTypes.DateType);
    }
    Column local = functions.from_utc_timestamp(moment, reading.business().toString());
    Column days = functions.floor(functions.unix_micros(local).divide(DAY_MICROS));
    return functions.date_from_unix_date(days.cast("int"));
  }

  /** The moment at which a business day begins, which is given as ISO text. */
  Column beginning(Column day) {
    return functions
        .concat(day, functions.lit(" 00:00:00 " + reading.business()))
        .try_cast(DataTypes.TimestampType);
  }

  private Column isoDay(Column text) {
    Column hasOffset = functions.substring(text, LEAST_TIME_CHARS + 1, DAY_CHARS).rlike("[A-Z+-]");
    Column written = functions.substring(text, 1, DAY_CHARS).try_cast(DataTypes.DateType);
    Column moment = text.try_cast(DataTypes.TimestampType);
    return functions
        .when(isDay(text), written)
        .when(isTimed(text).and(hasOffset), dayOf(moment))
        .when(isTimed(text).and(moment.isNotNull()), written);
  }

  private Column isoTime(Column text) {
    Column moment = text.try_cast(DataTypes.TimestampType);
    return reading.isAtHome()
        ? functions.when(isDay(text).or(isTimed(text)), moment)
        : functions.when(isDay(text), beginning(text)).when(isTimed(text), moment);
  }

  private Column day(Column text, String format) {
    Column moment = functions.try_to_timestamp(text, functions.lit(format));
    return TextForm.hasOffset(format) ? dayOf(moment) : moment.cast(DataTypes.DateType);
  }

  private Column time(Column text, String format) {
    Column moment = functions.try_to_timestamp(text, functions.lit(format));
    return TextForm.hasTime(format) || reading.isAtHome()
        ? moment
        : beginning(moment.cast(DataTypes.DateType).cast(DataTypes.StringType));
  }

  private static Column isDay(Column text) {
    return functions.length(text).equalTo(DAY_CHARS).and(hasDashes(text));
  }

  private static Column isTimed(Column text) {
    return functions
        .length(text)
        .geq(LEAST_TIME_CHARS)
        .and(hasDashes(text))
        .and(functions.substring(text, 11, 1).isin("T", " "))
        .and(functions.substring(text, 14, 1).equalTo(":"));
  }

  private static Column hasDashes(Column text) {
    return functions
        .substring(text, 5, 1)
        .equalTo("-")
        .and(functions.substring(text, 8, 1).equalTo("-"));
  }
}
