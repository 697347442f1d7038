package org.crmkpi.delta;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.api.java.UDF2;

/** Tells by file and position whether readers see a row. */
final class IsSeen implements UDF2<Long, Long, Boolean> {
  private static final long serialVersionUID = 1L;

  private final ArrayList<byte[]> deleted;
  private transient List<Positions> positions;

  /**
   * A test for rows of some files.
   *
   * @param deleted positions of the deleted rows of each file
   */
  IsSeen(List<byte[]> deleted) {
    this.deleted = new ArrayList<>(deleted);
  }

  /**
   * Tests a row.
   *
   * @param file its number, from 1; 0 for a file that has lost no row
   */
  @Override
  public Boolean call(Long file, Long position) {
    if (positions == null) {
      positions = deleted.stream().map(Positions::read).toList();
    }
    return file == 0 || !positions.get(Math.toIntExact(file - 1)).contains(position);
  }
}
