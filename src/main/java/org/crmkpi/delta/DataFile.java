package org.crmkpi.delta;

import java.util.Optional;

/**
 * One Parquet file of a table.
 *
 * @param path absolute location
 * @param bytes size of the file
 * @param modifiedAt milliseconds since the epoch, as the file system says
 * @param writtenRows number of rows in the file, from the footer or the statistics of the log
 * @param deleted rows of it that readers no longer see
 */
public record DataFile(
    String path, long bytes, long modifiedAt, long writtenRows, Optional<DeletionVector> deleted) {

  /** Number of rows that readers see. */
  public long rows() {
    return writtenRows - deleted.map(DeletionVector::rows).orElse(0L);
  }

  /** The last part of the path; no two files of a table share it. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  DataFile with(DeletionVector vector) {
    return new DataFile(path, bytes, modifiedAt, writtenRows, Optional.of(vector));
  }
}
