package org.crmkpi.delta;

/**
 * One Parquet file of a table.
 *
 * @param path absolute location
 * @param bytes size of the file
 * @param modifiedAt milliseconds since the epoch, as the file system says
 * @param rows number of rows, from the footer or from the statistics of the log
 */
public record DataFile(String path, long bytes, long modifiedAt, long rows) {
  /** The last part of the path; no two files of a table share it. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
