package org.crmkpi.publish;

import java.time.LocalDate;
import java.util.List;

/**
 * What publishing a release did.
 *
 * @param isNew false when the release was there already
 */
public record Publication(String release, LocalDate asOf, boolean isNew, List<TableChange> tables) {
  /**
   * What happened to a table.
   *
   * @param rowsCount rows of the table now
   * @param insertedCount rows that are new or have other values
   * @param deletedCount rows that are gone or had other values
   */
  public record TableChange(
      String table, long rowsCount, long insertedCount, long deletedCount, double seconds) {}

  /** Rows that are there now. */
  public long rowsCount() {
    return tables.stream().mapToLong(TableChange::rowsCount).sum();
  }

  /** Rows that were written or removed. */
  public long changesCount() {
    return tables.stream().mapToLong(each -> each.insertedCount() + each.deletedCount()).sum();
  }
}
