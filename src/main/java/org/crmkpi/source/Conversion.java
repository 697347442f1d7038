package org.crmkpi.source;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Conversion of a mapped value to the type of a contract: exact, or null. Spark alone would round
 * decimals, cut fractions, read "2024" as the first of January and a time of day as today.
 */
final class Conversion {
  private Conversion() {}

  static Column of(Column value, DataType given, DataType wanted, Reading reading) {
    if (given.equals(wanted)) {
      return value;
    }
    if (wanted instanceof StringType) {
      return value.cast(wanted);
    }
    if (given instanceof StringType) {
      return ofText(functions.trim(value), wanted, reading);
    }
    if (given instanceof DateType && wanted instanceof TimestampType) {
      return new DayText(reading).beginning(value.cast(DataTypes.StringType));
    }
    if (given instanceof TimestampType && wanted instanceof DateType) {
      return new DayText(reading).dayOf(value);
    }
    Column converted = value.try_cast(wanted);
    return functions.when(isExact(value, converted, given, wanted), converted);
  }

  private static Column ofText(Column text, DataType wanted, Reading reading) {
    if (wanted instanceof DateType || wanted instanceof TimestampType) {
      return new DayText(reading).of(text, wanted);
    }
    return wanted instanceof BooleanType
        ? truth(functions.lower(text), reading.form())
        : number(text, wanted, reading.form());
  }

  private static Column truth(Column text, TextForm form) {
    return functions
        .when(text.isin(form.trueTexts().toArray()), functions.lit(true))
        .when(text.isin(form.falseTexts().toArray()), functions.lit(false));
  }

  private static Column number(Column text, DataType wanted, TextForm form) {
    Column plain = text;
    if (!form.isPlain()) {
      Column ungrouped =
          functions.replace(text, functions.lit(form.thousands()), functions.lit(""));
      plain = functions.replace(ungrouped, functions.lit(form.decimal()), functions.lit("."));
    }
    Column converted = plain.try_cast(wanted);
    Column isNumber = text.rlike(form.numbers());
    return functions.when(
        wanted instanceof DecimalType decimal
            ? isNumber.and(hasFewDecimals(plain, decimal).or(isSameNumber(plain, converted)))
            : isNumber,
        converted);
  }

  /** What a value of the type is called in a reason. */
  static String words(DataType type) {
    if (type instanceof DecimalType decimal) {
      return "a number with at most %d digits, %d of them decimals"
          .formatted(decimal.precision(), decimal.scale());
    }
    if (type instanceof TimestampType) {
      return "a timestamp";
    }
    if (type instanceof DateType) {
      return "a date";
    }
    if (type instanceof BooleanType) {
      return "true or false";
    }
    return type instanceof DoubleType ? "a number" : "a whole number";
  }

  private static Column hasFewDecimals(Column text, DecimalType wanted) {
    Column point = functions.instr(text, ".");
    Column decimals = functions.length(text).minus(point);
    return hasNo("E", text)
        .and(hasNo("e", text))
        .and(point.equalTo(0).or(decimals.leq(wanted.scale())));
  }

  private static Column hasNo(String letter, Column text) {
    return functions.instr(text, letter).equalTo(0);
  }

  private static Column isSameNumber(Column text, Column converted) {
    DataType wide = DataTypes.createDecimalType(DecimalType.MAX_PRECISION(), 18);
    return functions.coalesce(
        text.try_cast(wide).equalTo(converted.cast(wide)), functions.lit(false));
  }

  private static Column isExact(Column value, Column converted, DataType given, DataType wanted) {
    boolean isNumber = wanted instanceof org.apache.spark.sql.types.NumericType;
    return isNumber && !(wanted instanceof DoubleType)
        ? functions.coalesce(converted.try_cast(given).equalTo(value), functions.lit(false))
        : functions.lit(true);
  }
}
