package org.crmkpi.session;

import java.util.Map;
import org.apache.spark.sql.Observation;

/** What Spark observed of rows while it computed them. */
public final class Observed {
  private Observed() {}

  /** The observed values by name; waits until the rows are computed. */
  public static Map<String, Object> values(Observation observation) {
    try {
      return observation.getAsJava();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
