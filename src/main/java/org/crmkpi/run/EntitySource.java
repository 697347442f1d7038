package org.crmkpi.run;

import org.apache.spark.sql.SparkSession;
import org.crmkpi.table.Contract;

/** Where the rows of an entity come from: the mapping SQL of the sources over what they loaded. */
@FunctionalInterface
interface EntitySource {
  Prepared prepare(SparkSession session, Contract entity);
}
