package org.crmkpi.run;

import java.util.List;
import java.util.Optional;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.StagedRows;

/**
 * Rows that are written, checked, and not shown to any reader yet.
 *
 * @param rowsHash exclusive or of the hashes of all rows
 * @param turnedAway rows for crm_ops.rejected_rows
 * @param failure why the rows may not be shown
 */
record Checked(
    StagedRows rows,
    List<CheckResult> results,
    long rowsHash,
    Optional<StagedRows> turnedAway,
    long rejectedCount,
    long waitingCount,
    Optional<CrmFailure> failure) {}
