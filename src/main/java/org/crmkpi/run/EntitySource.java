package org.crmkpi.run;

import org.apache.spark.sql.SparkSession;
import org.crmkpi.table.Contract;

/** Where the rows of an entity come from: the mapping SQL of the sources over what they loaded. */
interface EntitySource {
  /** At most so many rows are read for an entity. */
  long rows();

  /** The rows of an entity, not yet computed. */
  Prepared prepare(SparkSession session, Contract entity);
}
