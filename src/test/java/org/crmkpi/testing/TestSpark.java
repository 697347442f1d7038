package org.crmkpi.testing;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.session.NativeExecution;
import org.crmkpi.session.Sessions;

/** The one Spark session that all tests of a JVM share. */
public final class TestSpark {
  private TestSpark() {}

  /** The session; the first call starts it. */
  public static SparkSession session() {
    return Holder.SESSION;
  }

  private static final class Holder {
    private static final SparkSession SESSION =
        Sessions.open("local[2]", "Europe/Berlin", settings());

    private static Map<String, String> settings() {
      Map<String, String> settings = new HashMap<>(NativeExecution.settings("local[2]"));
      settings.put("spark.sql.shuffle.partitions", "1");
      settings.put("spark.sql.adaptive.enabled", "false");
      settings.put("spark.sql.codegen.wholeStage", "false");
      settings.put("spark.sql.warehouse.dir", "target/spark-warehouse");
      return settings;
    }
  }
}
