package org.crmkpi.run;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What an entity must become, given what its newest version took in. */
sealed interface EntityChange {
  /** The table has it all already; only the register was asked, no job was started. */
  record Nothing() implements EntityChange {}

  /**
   * Only rows with these keys may differ.
   *
   * @param keys grain columns of the entity, each key once, of old and of new rows
   * @param rows what there is of these keys now
   * @param token what the version that has them took in; to be asked once the rows are computed
   */
  record Keys(Dataset<Row> keys, Prepared rows, Supplier<String> token, String why)
      implements EntityChange {}

  /**
   * All rows anew.
   *
   * @param token what the version that has them took in; to be asked once the rows are computed
   */
  record Everything(Prepared rows, Supplier<String> token, String why) implements EntityChange {}
}
