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
  private static final int SHORTEST_DATE = 8;
  private static final int YEAR_ENDS = 5;

  private Conversion() {}

  static Column of(Column value, DataType given, DataType wanted) {
    if (given.equals(wanted)) {
      return value;
    }
    if (wanted instanceof StringType) {
      return value.cast(wanted);
    }
    Column converted = value.try_cast(wanted);
    return given instanceof StringType
        ? functions.when(isExactText(value, converted, wanted), converted)
        : functions.when(isExact(value, converted, given, wanted), converted);
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

  private static Column isExactText(Column text, Column converted, DataType wanted) {
    Column trimmed = functions.trim(text);
    if (wanted instanceof DateType || wanted instanceof TimestampType) {
      return functions
          .length(trimmed)
          .geq(SHORTEST_DATE)
          .and(functions.substring(trimmed, YEAR_ENDS, 1).equalTo("-"));
    }
    if (wanted instanceof DecimalType decimal) {
      return hasFewDecimals(trimmed, decimal).or(isSameNumber(text, converted));
    }
    return wanted instanceof DoubleType
        ? functions.isnan(converted).unary_$bang()
        : functions.lit(true);
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
