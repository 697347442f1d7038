package org.crmkpi.source;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.table.PersonalData;

/**
 * One column of an entity: from what the mapping gives to the type of the contract, and what is
 * wrong with a value that does not get there.
 *
 * @param givenType type of the mapped column; the type of the contract when it is not mapped
 * @param source prefix of keys; empty for none
 */
record EntityColumn(
    org.crmkpi.table.Column contract, boolean isGiven, DataType givenType, String source) {
  private static final int SHOWN_CHARS = 40;

  static EntityColumn of(org.crmkpi.table.Column contract, StructType mapped, String source) {
    return Arrays.stream(mapped.fields())
        .filter(field -> field.name().equalsIgnoreCase(contract.name()))
        .map(StructField::dataType)
        .map(type -> new EntityColumn(contract, true, type, source))
        .findFirst()
        .orElseGet(() -> new EntityColumn(contract, false, contract.type(), source));
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
    Column typed = contract.key() ? keyed(value) : Conversion.of(value, givenType, contract.type());
    return typed.as(contract.name());
  }

  /** What is wrong with the value, in words that name no person; null when it is fine. */
  Column problem() {
    Column isMissing = functions.col(givenName()).isNull();
    Column isUnreadable = functions.col("`" + contract.name() + "`").isNull();
    Column missing =
        functions.lit(contract.nullable() ? null : contract.name() + " is missing").cast("string");
    return functions.when(isMissing, missing).when(isUnreadable, unreadable());
  }

  String givenName() {
    return "_given_" + contract.name();
  }

  private Column unreadable() {
    String is = "is not " + Conversion.words(contract.type());
    if (contract.personal() != PersonalData.NONE) {
      return functions.lit(contract.name() + " " + is);
    }
    Column value = functions.col(givenName()).cast("string");
    return functions.concat(
        functions.lit(contract.name() + " '"),
        functions.substring(value, 1, SHOWN_CHARS),
        functions.lit("' " + is));
  }

  private Column keyed(Column value) {
    Column id = value.cast("string");
    return source.isEmpty() ? id : functions.concat(functions.lit(source + ":"), id);
  }

  private boolean isText() {
    return givenType.equals(DataTypes.StringType);
  }
}
