package org.crmkpi.session;

import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * How much machinery a session brings to its next queries. Code generation and several partitions
 * cost more than they bring for few rows, and most steps of a night work on few.
 */
public final class Effort {
  private static final long MANY_ROWS = 30_000;
  private static final String MOST_PARTITIONS = "spark.crmkpi.shufflePartitions";

  private Effort() {}

  /** Says with how many partitions the session is to shuffle many rows. */
  public static void limit(SparkSession session, int shufflePartitions) {
    session.conf().set(MOST_PARTITIONS, String.valueOf(shufflePartitions));
  }

  /** True of rows that are worth more machinery than few are. */
  public static boolean isMuch(long rows) {
    return rows > MANY_ROWS;
  }

  /** Sets a session up for queries that read this many rows; it must know its limit. */
  public static void forRows(SparkSession session, long rows) {
    boolean many = isMuch(rows);
    RuntimeConfig conf = session.conf();
    conf.set("spark.sql.codegen.wholeStage", String.valueOf(many));
    conf.set("spark.sql.codegen.factoryMode", many ? "FALLBACK" : "NO_CODEGEN");
    conf.set("spark.sql.shuffle.partitions", many ? conf.get(MOST_PARTITIONS, "2") : "1");
  }
}
