package org.crmkpi.warehouse;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.lock.Fence;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;

/**
 * The folder of all tables: {@code <root>/<schema>/<table>}.
 *
 * @param root a path or a URL
 * @param fence is asked before every commit
 */
public record Warehouse(String root, Configuration hadoop, Fence fence) {
  /** The warehouse as a session's Hadoop settings reach it, for readers. */
  public static Warehouse of(SparkSession spark, String root) {
    return new Warehouse(root, spark.sparkContext().hadoopConfiguration(), Fence.NONE);
  }

  /** The same for the holder of the lock. */
  public Warehouse withFence(Fence held) {
    return new Warehouse(root, hadoop, held);
  }

  /** The root with its scheme, as every process sees it. */
  public String location() {
    Path given = new Path(root);
    try {
      return given.getFileSystem(hadoop).makeQualified(given).toString();
    } catch (IOException unreachable) {
      throw CrmFailure.because(
          unreachable, Category.OUTSIDE, root, "cannot be reached", "check the store.");
    }
  }

  /** The Delta table of a contract. */
  public DeltaTable table(Contract contract) {
    return table(contract.layer(), contract.name());
  }

  /** The Delta table of that name, whether it exists or not. */
  public DeltaTable table(Layer layer, String name) {
    return DeltaTable.at(root + "/" + layer.schema() + "/" + name, hadoop, fence);
  }
}
