package org.crmkpi.report;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.crmkpi.query.ReleaseQuery;

/**
 * What the sources delivered to the night of a release: rows of new files, and those turned away.
 */
public record Deliveries(long files, long rowsRead, long rowsRejected) {
  static Deliveries of(ReleaseQuery release, String releaseId) {
    if (!release.has("file_ledger")) {
      return new Deliveries(0, 0, 0);
    }
    Row sums =
        release
            .rows("select * from file_ledger")
            .where(functions.col("run_id").equalTo(releaseId))
            .selectExpr(
                "count(*)", "coalesce(sum(rows_read), 0)", "coalesce(sum(rows_rejected), 0)")
            .head();
    return new Deliveries(sums.getLong(0), sums.getLong(1), sums.getLong(2));
  }
}
