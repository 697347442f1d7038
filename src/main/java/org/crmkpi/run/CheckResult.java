package org.crmkpi.run;

import org.crmkpi.table.Check;

/** What a check found in the staged rows of a table. */
public record CheckResult(Check check, long failedRows, long checkedRows) {
  /** True when no row breaks the rule. */
  public boolean passed() {
    return failedRows == 0;
  }

  /** True when the table may not be published. */
  public boolean stops() {
    return !passed() && check.severity() == Check.Severity.STOP;
  }
}
