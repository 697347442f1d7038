package org.crmkpi.delta;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Parquet files below a table's folder, written and read by Spark without the Delta log. */
final class ParquetFiles {
  private ParquetFiles() {}

  static Dataset<Row> read(SparkSession spark, StructType schema, List<DataFile> files) {
    if (files.isEmpty()) {
      return spark.createDataFrame(List.of(), schema);
    }
    String[] paths = files.stream().map(DataFile::path).toArray(String[]::new);
    return spark.read().schema(schema).parquet(paths);
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
          footer.getRecordCount());
    }
  }
}
