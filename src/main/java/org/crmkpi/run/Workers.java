package org.crmkpi.run;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Business;
import org.crmkpi.config.Settings;
import org.crmkpi.functions.Functions;
import org.crmkpi.session.Calendars;
import org.crmkpi.session.Effort;
import org.crmkpi.session.NativeExecution;

/**
 * Threads that compute tables side by side, each with a session of its own: views and settings of
 * one table do not reach another.
 */
final class Workers implements AutoCloseable {
  private final ExecutorService threads;
  private final BlockingQueue<SparkSession> sessions;

  /**
   * Workers of a run.
   *
   * @param business says where days begin, whatever the zone of the process is, and the calendar
   */
  Workers(SparkSession spark, Business business, int count, Settings settings) {
    this.threads = Executors.newFixedThreadPool(count);
    this.sessions = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      SparkSession session = session(spark, business, settings);
      Functions.register(session);
      sessions.add(session);
    }
  }

  /** A session of its own whose days begin in the business zone. */
  static SparkSession inZone(SparkSession spark, Business business) {
    SparkSession session = spark.newSession();
    session.conf().set("spark.sql.session.timeZone", business.text("zone"));
    business.date("calendar_starts_on").ifPresent(first -> Calendars.start(session, first));
    return session;
  }

  /** The same, which knows with how many partitions to shuffle many rows, and by which engine. */
  static SparkSession session(SparkSession spark, Business business, Settings settings) {
    SparkSession session = inZone(spark, business);
    Effort.limit(session, settings.shufflePartitions());
    NativeExecution.allow(session, settings.mayRunNatively());
    return session;
  }

  ExecutorService threads() {
    return threads;
  }

  /**
   * Runs work in a session without views, set up for the size of its input.
   *
   * @param about what the work is for, as Spark's own pages and event log show it
   */
  <T> T inSession(String about, long inputRows, Function<SparkSession, T> work) {
    SparkSession session = take();
    try {
      session.sparkContext().setJobDescription(about);
      Effort.forRows(session, inputRows);
      return work.apply(session);
    } finally {
      session.sparkContext().setJobDescription(null);
      giveBack(session);
    }
  }

  /** Whatever happens: who waits for a session would wait for ever. */
  private void giveBack(SparkSession session) {
    try {
      ((org.apache.spark.sql.classic.SparkSession) session)
          .sessionState()
          .catalog()
          .clearTempTables();
    } finally {
      sessions.add(session);
    }
  }

  private SparkSession take() {
    try {
      return sessions.take();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a session", stopped);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
