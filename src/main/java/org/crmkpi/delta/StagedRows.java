package org.crmkpi.delta;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows that are written but not committed: the job can check them, no reader can see them. */
public record StagedRows(StructType schema, List<DataFile> files) {
  /** Number of rows, from the footers of the files. */
  public long rowCount() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** The rows as a dataset. */
  public Dataset<Row> read(SparkSession spark) {
    return ParquetFiles.read(spark, schema, files);
  }
}
