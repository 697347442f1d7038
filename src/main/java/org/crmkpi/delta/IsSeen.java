package org.crmkpi.delta;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.api.java.UDF2;

/** Tells by file and position whether readers see a row. */
final class IsSeen implements UDF2<String, Long, Boolean> {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, byte[]> deleted;
  private transient Map<String, Positions> positions;

  /**
   * A test for rows of some files.
   *
   * @param deleted positions of deleted rows by name of the file
   */
  IsSeen(Map<String, byte[]> deleted) {
    this.deleted = new HashMap<>(deleted);
  }

  @Override
  public Boolean call(String file, Long position) {
    if (positions == null) {
      Map<String, Positions> read = new HashMap<>();
      deleted.forEach((name, bytes) -> read.put(name, Positions.read(bytes)));
      positions = read;
    }
    return !positions.get(file).contains(position);
  }
}
