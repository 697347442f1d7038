package org.crmkpi.testing;

import java.util.Map;
import org.apache.spark.sql.SparkSession;
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
        Sessions.open(
            "local[2]",
            "Europe/Berlin",
            Map.of(
                "spark.sql.shuffle.partitions", "1",
                "spark.sql.adaptive.enabled", "false",
                "spark.sql.codegen.wholeStage", "false",
                "spark.sql.warehouse.dir", "target/spark-warehouse"));
  }
}
