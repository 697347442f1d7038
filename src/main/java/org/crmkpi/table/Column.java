package org.crmkpi.table;

import org.apache.spark.sql.types.DataType;

/**
 * One column of a contract.
 *
 * @param key true for an id of the source, stored as {@code <source>:<id>}
 * @param unit unit of the figures; empty for columns that are not numbers
 */
public record Column(
    String name,
    DataType type,
    boolean nullable,
    boolean key,
    String unit,
    PersonalData personal,
    String about) {

  /** The same column where it need not have a value. */
  public Column optional() {
    return new Column(name, type, true, key, unit, personal, about);
  }
}
