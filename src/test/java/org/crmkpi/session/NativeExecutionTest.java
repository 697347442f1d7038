package org.crmkpi.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.crmkpi.testing.TestSpark;
import org.crmkpi.testing.Tools;
import org.junit.jupiter.api.Test;

/** Queries run natively where the library loads, on plain Spark where a setting says so. */
final class NativeExecutionTest {
  private static final long GIGABYTE = 1L << 30;

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

  private static String plan(SparkSession session) {
    var query =
        (org.apache.spark.sql.classic.Dataset<?>)
            session.sql(
                "select id % 7 as week_day, count(*) from range(100) group by 1 having count(*) > 1");
    return query.queryExecution().executedPlan().toString();
  }
}
