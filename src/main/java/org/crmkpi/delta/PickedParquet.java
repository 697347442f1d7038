package org.crmkpi.delta;

import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

/**
 * Parquet files that Spark's own reader reads, also where queries run natively: the native reader
 * takes no predicate of ours, and so reads all pages where {@link Sought} values are in few.
 */
public final class PickedParquet extends ParquetFileFormat {}
