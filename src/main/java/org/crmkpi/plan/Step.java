package org.crmkpi.plan;

import org.crmkpi.table.Contract;
import org.crmkpi.table.TableFolder;

/**
 * One table of a night.
 *
 * @param isFilled false when no source fills any of its inputs: it is published without rows
 * @param why the reason, as {@code plan} shows it
 */
public record Step(TableFolder table, boolean isFilled, String why) {
  /** The contract of the table. */
  public Contract contract() {
    return table.contract();
  }
}
