package org.crmkpi.run;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;

/**
 * The folder of all tables: {@code <root>/<schema>/<table>}.
 *
 * @param root a path or a URL
 */
public record Warehouse(String root, Configuration hadoop) {
  /** The warehouse as a session's Hadoop settings reach it. */
  public static Warehouse of(SparkSession spark, String root) {
    return new Warehouse(root, spark.sparkContext().hadoopConfiguration());
  }

  /** The Delta table of a contract. */
  public DeltaTable table(Contract contract) {
    return table(contract.layer(), contract.name());
  }

  /** The Delta table of that name, whether it exists or not. */
  public DeltaTable table(Layer layer, String name) {
    return DeltaTable.at(root + "/" + layer.schema() + "/" + name, hadoop);
  }
}
