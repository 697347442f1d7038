package org.crmkpi.delta;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** One version of a Delta table: what its readers see. */
public record Version(
    long number, StructType schema, Map<String, String> properties, List<DataFile> files) {
  /** Number of rows, from the statistics in the log. */
  public long rowCount() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** The rows of this version, whatever is committed later. */
  public Dataset<Row> read(SparkSession spark) {
    return ParquetFiles.read(spark, schema, files);
  }
}
