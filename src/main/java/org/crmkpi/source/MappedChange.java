package org.crmkpi.source;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What an entity must become, given what its newest version took in. */
public sealed interface MappedChange {
  /** The version has taken in everything; only the register was asked. */
  record Nothing() implements MappedChange {}

  /**
   * Only rows with these keys may differ.
   *
   * @param keys grain columns of the entity, each key once, of old and of new rows
   * @param rows what there is of these keys now
   * @param token what the version that has them took in; to be asked once the rows are computed
   */
  record Keys(Dataset<Row> keys, MappedEntity rows, Supplier<String> token, String why)
      implements MappedChange {}

  /**
   * All rows, mapped again.
   *
   * @param token what the version that has them took in; to be asked once the rows are computed
   */
  record Everything(MappedEntity rows, Supplier<String> token, String why)
      implements MappedChange {}
}
