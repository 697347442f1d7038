package org.crmkpi.run;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.table.Contract;

/** Where the rows of an entity come from: the mapping SQL of the sources over what they loaded. */
interface EntitySource {
  /** At most so many rows are read for an entity. */
  long rows(Contract entity);

  /**
   * What an entity must become.
   *
   * @param taken the token of the newest version of its table; empty when there is none, or when
   *     somebody else wrote the version
   */
  EntityChange change(SparkSession session, Contract entity, Optional<String> taken);

  /** Which mapping failed on which row; empty when it was no row of a mapping. */
  Optional<CrmFailure> culprit(SparkSession session, Contract entity, Exception thrown);
}
