package org.crmkpi.lock;

import io.delta.kernel.Table;
import io.delta.kernel.defaults.engine.DefaultEngine;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.DataFile;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;

/**
 * A process that appends files to a table as fast as it can, without any lock: arguments are the
 * table, a name and a count. It says every version that it was told to be its own.
 */
final class Appender {
  private static final StructType SCHEMA = StructType.fromDDL("id int");
  private static final long CHECKPOINT_EVERY = 40;

  private Appender() {}

  /** Waits for a line, appends, ends. */
  public static void main(String[] arguments) throws IOException {
    String path = arguments[0];
    DeltaTable table = DeltaTable.at(path, new Configuration(), Fence.NONE);
    System.out.println("ready");
    System.in.read();
    long conflicts = 0;
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      String name = arguments[1] + "-" + i;
      StagedRows rows =
          new StagedRows(
              SCHEMA,
              List.of(
                  new DataFile(
                      path + "/data/" + name + ".parquet", 1, 1, 1, java.util.Optional.empty())));
      boolean done = false;
      while (!done) {
        try {
          long version = table.append(rows);
          System.out.println("acknowledged " + version + " " + name);
          checkpoint(path, version);
          done = true;
        } catch (CrmFailure refused) {
          if (refused.category() != Category.LOCKED) {
            throw refused;
          }
          conflicts++;
        }
      }
    }
    System.out.println("conflicts " + conflicts);
  }

  /** Keeps the reading of the log short. */
  private static void checkpoint(String path, long version) throws IOException {
    if (version % CHECKPOINT_EVERY == 0) {
      var engine = DefaultEngine.create(new Configuration());
      Table.forPath(engine, path).checkpoint(engine, version);
    }
  }
}
