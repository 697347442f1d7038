package org.crmkpi.faults;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk, which halts when a file of rows is open and not yet written. */
public final class HaltingFileSystem extends LocalFileSystem {
  /** The setting that names it. */
  static final String SETTING = "spark.hadoop.fs.file.impl";

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream open =
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
    if (path.getName().endsWith(".parquet")) {
      HaltPoint.at("writing", path.toString());
    }
    return open;
  }
}
