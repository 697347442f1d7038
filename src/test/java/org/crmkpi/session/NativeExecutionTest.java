package org.crmkpi.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.testing.TestSpark;
import org.crmkpi.testing.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries run natively where the library loads, on plain Spark where a setting says so. */
final class NativeExecutionTest {
  private static final long GIGABYTE = 1L << 30;

  @TempDir private Path folder;

  @Test
  void theHeapAndTheMemoryBesideItAreAtMostHalfOfTheMachine() {
    assertThat(NativeExecution.memory(24 * GIGABYTE, 8 * GIGABYTE)).isEqualTo(4 * GIGABYTE);
    assertThat(NativeExecution.memory(24 * GIGABYTE, 2 * GIGABYTE)).isEqualTo(GIGABYTE);
    assertThat(NativeExecution.memory(8 * GIGABYTE, 3 * GIGABYTE)).isEqualTo(GIGABYTE);
    assertThat(NativeExecution.memory(4 * GIGABYTE, 3 * GIGABYTE)).isNegative();
  }

  @Test
  void aQueryRunsNativelyUnlessItsSessionForbidsIt() {
    Tools.need(NativeExecution.isLoaded(), "the native library is for Linux, x86-64 and arm64");
    SparkSession session = TestSpark.session().newSession();

    NativeExecution.allow(session, true);
    assertThat(plan(session)).contains("Comet");

    NativeExecution.allow(session, false);
    assertThat(plan(session)).doesNotContain("Comet");
  }

  private String plan(SparkSession session) {
    String file = folder.resolve("days").toString();
    session.range(100).write().mode("overwrite").parquet(file);
    var rows = session.read().parquet(file).groupBy(functions.expr("id % 7")).count();
    return ((org.apache.spark.sql.classic.Dataset<?>) rows)
        .queryExecution()
        .executedPlan()
        .toString();
  }
}
