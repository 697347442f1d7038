package org.crmkpi.testing;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares two datasets as multisets, by the comparison of spark-testing-base. */
public final class SameRows {
  private static final JavaDataFrameSuiteBase COMPARISON = new JavaDataFrameSuiteBase();

  private SameRows() {}

  /** Fails with the differing rows unless both have the same columns and rows, in any order. */
  public static void assertSame(Dataset<Row> expected, Dataset<Row> actual) {
    COMPARISON.assertDataFrameDataEquals(expected, actual);
  }
}
