package org.crmkpi.publish;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;

/**
 * A column of a published table.
 *
 * @param type as PostgreSQL writes it
 * @param isKey part of the primary key
 * @param isPersonal identifies a person by itself
 * @param about comment of the column
 */
record PublishedColumn(
    String name, Kind kind, String type, boolean isKey, boolean isPersonal, String about) {

  /** How values of a column are written as text. */
  enum Kind {
    /** Letters. */
    TEXT,
    /** Days, whole numbers and decimals: their text is the same everywhere. */
    PLAIN,
    /** Floating point numbers: compared by their bits. */
    FLOATING,
    /** True or false. */
    FLAG,
    /** A moment, in UTC to the microsecond. */
    MOMENT
  }

  static PublishedColumn of(StructField field, boolean isKey, boolean isPersonal) {
    DataType type = field.dataType();
    String about = field.getComment().getOrElse(() -> "");
    String simple = type instanceof DecimalType ? "decimal" : type.simpleString();
    return switch (simple) {
      case "string" -> column(field, Kind.TEXT, "text", isKey, isPersonal, about);
      case "date" -> column(field, Kind.PLAIN, "date", isKey, isPersonal, about);
      case "int" -> column(field, Kind.PLAIN, "integer", isKey, isPersonal, about);
      case "bigint" -> column(field, Kind.PLAIN, "bigint", isKey, isPersonal, about);
      case "decimal" -> column(field, Kind.PLAIN, numeric(type), isKey, isPersonal, about);
      case "double" -> column(field, Kind.FLOATING, "double precision", isKey, isPersonal, about);
      case "boolean" -> column(field, Kind.FLAG, "boolean", isKey, isPersonal, about);
      case "timestamp" ->
          column(field, Kind.MOMENT, "timestamp with time zone", isKey, isPersonal, about);
      default ->
          throw CrmFailure.of(
              Category.BUG,
              "column " + field.name(),
              "has the type " + simple + ", which no database is given",
              "",
              "use a plain type in the contract.");
    };
  }

  private static PublishedColumn column(
      StructField field, Kind kind, String type, boolean isKey, boolean isPersonal, String about) {
    return new PublishedColumn(field.name(), kind, type, isKey, isPersonal, about);
  }

  private static String numeric(DataType type) {
    DecimalType decimal = (DecimalType) type;
    return "numeric(%d,%d)".formatted(decimal.precision(), decimal.scale());
  }

  /** SQL that gives the text that {@link RowText} gives for the same value. */
  String textSql() {
    String column = Sql.name(name);
    return switch (kind) {
      case TEXT -> column;
      case PLAIN, FLAG -> column + "::text";
      case FLOATING -> "encode(float8send(%s), 'hex')".formatted(column);
      case MOMENT ->
          "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')".formatted(column);
    };
  }
}
