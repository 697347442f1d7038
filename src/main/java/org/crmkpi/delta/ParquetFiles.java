package org.crmkpi.delta;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Parquet files below a table's folder, written and read by Spark without the Delta log. */
final class ParquetFiles {
  private ParquetFiles() {}

  /**
   * The rows that readers see.
   *
   * @param located also the file and the position of each row
   */
  static Dataset<Row> read(
      SparkSession spark,
      StructType schema,
      List<DataFile> files,
      VectorFiles vectors,
      boolean located) {
    List<DataFile> whole = files.stream().filter(file -> file.deleted().isEmpty()).toList();
    List<DataFile> marked = files.stream().filter(file -> file.deleted().isPresent()).toList();
    Dataset<Row> rows = read(spark, schema, whole);
    if (located) {
      rows = located(rows, whole);
    }
    if (marked.isEmpty()) {
      return rows;
    }
    UserDefinedFunction isSeen = isSeen(marked, vectors);
    Dataset<Row> seen =
        located(read(spark, schema, marked, Map.of()), marked)
            .where(isSeen.apply(fileNumber(marked), functions.col(Version.POSITION)));
    Dataset<Row> alike = located ? seen : seen.drop(Version.FILE, Version.POSITION);
    return whole.isEmpty() ? alike : rows.unionAll(alike);
  }

  /**
   * Rows with their places that are picked from those in the files, and of these the ones that
   * readers see. To ask that of few rows costs little; of all it would take as long as to read
   * them.
   *
   * @param sought values that a picked row has one of, to read less
   */
  static Dataset<Row> pick(
      SparkSession spark,
      StructType schema,
      List<DataFile> files,
      VectorFiles vectors,
      Optional<Sought> sought,
      UnaryOperator<Dataset<Row>> pick) {
    Map<String, String> options = sought.map(values -> values.options(spark)).orElse(Map.of());
    Dataset<Row> read = read(spark, schema, files, options);
    Dataset<Row> some = sought.map(values -> values.in(read)).orElse(read);
    Dataset<Row> picked = pick.apply(located(some, files));
    List<DataFile> marked = files.stream().filter(file -> file.deleted().isPresent()).toList();
    if (marked.isEmpty()) {
      return picked;
    }
    // Spark moves a function that may answer differently to no earlier place.
    UserDefinedFunction isSeen = isSeen(marked, vectors).asNondeterministic();
    return picked.where(isSeen.apply(fileNumber(marked), functions.col(Version.POSITION)));
  }

  private static UserDefinedFunction isSeen(List<DataFile> marked, VectorFiles vectors) {
    List<byte[]> deleted =
        marked.stream().map(file -> vectors.read(file.deleted().orElseThrow()).bytes()).toList();
    return functions.udf(new IsSeen(deleted), DataTypes.BooleanType);
  }

  /** Number of the row's file among these, from 1; 0 when it is another one. */
  private static Column fileNumber(List<DataFile> files) {
    String[] names = files.stream().map(DataFile::name).toArray(String[]::new);
    return functions.array_position(functions.lit(names), functions.col(Version.FILE));
  }

  private static Dataset<Row> located(Dataset<Row> rows, List<DataFile> files) {
    boolean none = files.isEmpty();
    Column file = none ? functions.lit(null) : functions.col("_metadata.file_name");
    Column position = none ? functions.lit(null) : functions.col("_metadata.row_index");
    return rows.select(
        functions.col("*"),
        file.cast("string").as(Version.FILE),
        position.cast("bigint").as(Version.POSITION));
  }

  /** Rows of whole files, none of which has lost any. */
  static Dataset<Row> read(SparkSession spark, StructType schema, List<DataFile> files) {
    return read(spark, schema, files, Map.of());
  }

  private static Dataset<Row> read(
      SparkSession spark, StructType schema, List<DataFile> files, Map<String, String> options) {
    if (files.isEmpty()) {
      return spark.createDataFrame(List.of(), schema);
    }
    String[] paths = files.stream().map(DataFile::path).toArray(String[]::new);
    String format = options.isEmpty() ? "parquet" : PickedParquet.class.getName();
    return spark.read().format(format).options(options).schema(schema).load(paths);
  }

  /** The files of a folder that Spark has just written; those without rows are left out. */
  static List<DataFile> list(Configuration hadoop, Path folder) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (FileStatus status : statuses(folder.getFileSystem(hadoop), folder)) {
      if (status.getPath().getName().endsWith(".parquet")) {
        DataFile file = describe(hadoop, status);
        if (file.rows() > 0) {
          files.add(file);
        }
      }
    }
    return List.copyOf(files);
  }

  private static FileStatus[] statuses(FileSystem store, Path folder) throws IOException {
    try {
      return store.listStatus(folder);
    } catch (FileNotFoundException nothingWritten) {
      return new FileStatus[0];
    }
  }

  private static DataFile describe(Configuration hadoop, FileStatus status) throws IOException {
    var options = HadoopReadOptions.builder(hadoop).build();
    try (var footer = ParquetFileReader.open(HadoopInputFile.fromStatus(status, hadoop), options)) {
      return new DataFile(
          status.getPath().toString(),
          status.getLen(),
          status.getModificationTime(),
          footer.getRecordCount(),
          Optional.empty());
    }
  }
}
