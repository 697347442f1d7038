package org.crmkpi.source;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.crmkpi.table.Contract;
import org.crmkpi.table.PersonalData;

/**
 * One column of an entity: from what the mapping gives to the type of the contract, and what is
 * wrong with a value that does not get there.
 *
 * @param givenType type of the mapped column; the type of the contract when it is not mapped
 * @param source prefix of keys; empty for none
 */
record EntityColumn(
    org.crmkpi.table.Column contract,
    boolean isGiven,
    DataType givenType,
    String source,
    Reading reading) {
  private static final int SHOWN_CHARS = 40;

  static EntityColumn of(
      org.crmkpi.table.Column contract, StructType mapped, String source, Reading reading) {
    return Arrays.stream(mapped.fields())
        .filter(field -> field.name().equalsIgnoreCase(contract.name()))
        .map(StructField::dataType)
        .map(type -> new EntityColumn(contract, true, type, source, reading))
        .findFirst()
        .orElseGet(() -> new EntityColumn(contract, false, contract.type(), source, reading));
  }

  /** The mapped value; blank text is null. */
  Column given() {
    if (!isGiven) {
      return functions.lit(null).cast(givenType).as(givenName());
    }
    Column value = functions.col("`" + contract.name() + "`");
    return isText()
        ? functions
            .when(functions.trim(value).equalTo(""), functions.lit(null))
            .otherwise(value)
            .as(givenName())
        : value.as(givenName());
  }

  /** The value of the contract's type; null where there is none. */
  Column typed() {
    Column value = functions.col(givenName());
    Column typed =
        contract.key() ? keyed(value) : Conversion.of(value, givenType, contract.type(), reading);
    return typed.as(contract.name());
  }

  /** What is wrong with the value, in words that name no person; null when it is fine. */
  Column problem(Contract entity) {
    Column isMissing = functions.col(givenName()).isNull();
    Column value = functions.col("`" + contract.name() + "`");
    Column missing =
        functions.lit(contract.nullable() ? null : contract.name() + " is missing").cast("string");
    Column problem = functions.when(isMissing, missing).when(value.isNull(), unreadable());
    if (isText() && Decimals.areOfMoney(contract)) {
      Column text = functions.col(givenName());
      return problem.otherwise(Decimals.problem(entity, contract.name(), text, reading.form()));
    }
    return beforeCalendar(value).map(problem::otherwise).orElse(problem);
  }

  /** What is wrong with a day of which no period knows; empty for what is no day. */
  private Optional<Column> beforeCalendar(Column value) {
    boolean isDay = contract.type() instanceof DateType;
    boolean isMoment = contract.type() instanceof TimestampType;
    return reading
        .calendarStartsOn()
        .filter(first -> isDay || isMoment)
        .map(
            first -> {
              Object from = isDay ? first : first.atStartOfDay(reading.business()).toInstant();
              Column why = functions.lit(" is before the calendar, which starts on " + first);
              return functions.when(value.lt(functions.lit(from)), functions.concat(shown(), why));
            });
  }

  String givenName() {
    return "_given_" + contract.name();
  }

  private Column unreadable() {
    return functions.concat(shown(), functions.lit(" is not " + Conversion.words(contract.type())));
  }

  /** The column and its value, unless that may name a person. */
  private Column shown() {
    if (contract.personal() != PersonalData.NONE) {
      return functions.lit(contract.name());
    }
    Column value = functions.col(givenName()).cast("string");
    return functions.concat(
        functions.lit(contract.name() + " '"),
        functions.substring(value, 1, SHOWN_CHARS),
        functions.lit("'"));
  }

  private Column keyed(Column value) {
    Column id = value.cast("string");
    return source.isEmpty() ? id : functions.concat(functions.lit(source + ":"), id);
  }

  private boolean isText() {
    return givenType.equals(DataTypes.StringType);
  }
}
