package org.crmkpi.plan;

import org.crmkpi.table.Contract;
import org.crmkpi.table.TableFolder;

/**
 * One table of a night.
 *
 * @param why the reason, as {@code plan} shows it
 */
public record Step(TableFolder table, Extent extent, String why) {
  /** The contract of the table. */
  public Contract contract() {
    return table.contract();
  }
}
