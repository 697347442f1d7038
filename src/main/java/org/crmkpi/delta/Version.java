package org.crmkpi.delta;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One version of a Delta table: what its readers see.
 *
 * @param id of the table; another one means that the table was made anew
 */
public record Version(
    String id,
    long number,
    StructType schema,
    Map<String, String> properties,
    List<DataFile> files,
    VectorFiles vectors) {
  /** Column of located rows: name of the file. */
  public static final String FILE = "_file";

  /** Column of located rows: position in the file, from 0. */
  public static final String POSITION = "_position";

  /** Property in which every commit of this job states its own number. */
  static final String NUMBER = "crmkpi.version";

  /** Property that keeps the number of the version that last changed a row. */
  static final String CONTENT = "crmkpi.content";

  /** Number of the version that last changed a row; its own when somebody else made it. */
  public long content() {
    return isOurs() ? Long.parseLong(properties.get(CONTENT)) : number;
  }

  /** True when this job made the version: nobody has written to or restored the table since. */
  public boolean isOurs() {
    return String.valueOf(number).equals(properties.get(NUMBER));
  }

  /** Number of rows, from the statistics in the log. */
  public long rowCount() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** The rows with two more columns, {@link #FILE} and {@link #POSITION}. */
  public Dataset<Row> readLocated(SparkSession spark) {
    return ParquetFiles.read(spark, schema, files, vectors, true);
  }

  /** The rows in some of the files. */
  public Dataset<Row> read(SparkSession spark, List<DataFile> some) {
    return ParquetFiles.read(spark, schema, some, vectors, false);
  }

  /**
   * Few of many rows, with {@link #FILE} and {@link #POSITION}.
   *
   * @param sought values that a picked row has one of, to read less
   * @param pick leaves some of the rows that it is given, as they are
   */
  public Dataset<Row> pickLocated(
      SparkSession spark, Optional<Sought> sought, UnaryOperator<Dataset<Row>> pick) {
    return ParquetFiles.pick(spark, schema, files, vectors, sought, pick);
  }

  /** The same without the places. */
  public Dataset<Row> pick(
      SparkSession spark, Optional<Sought> sought, UnaryOperator<Dataset<Row>> pick) {
    return pickLocated(spark, sought, pick).drop(FILE, POSITION);
  }

  /** The rows of this version, whatever is committed later. */
  public Dataset<Row> read(SparkSession spark) {
    return read(spark, files);
  }
}
