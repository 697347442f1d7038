package org.crmkpi.run;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a step, not yet computed.
 *
 * @param accepted rows with exactly the columns of the contract
 * @param rejected rows that were turned away, with the columns of crm_ops.rejected_rows but the
 *     run; empty when the step cannot reject
 * @param rejectedCount how many those are; may be asked once the accepted rows are computed
 * @param waitingCount rows dated after as-of; may be asked once the accepted rows are computed
 * @param limit fails when, beside that many accepted rows, too many were rejected
 * @param notices what somebody should know of the rows; may be asked once they are computed
 */
record Prepared(
    Dataset<Row> accepted,
    Optional<Dataset<Row>> rejected,
    LongSupplier rejectedCount,
    LongSupplier waitingCount,
    LongConsumer limit,
    Supplier<List<String>> notices) {

  /** Rows of which there is nothing else to say. */
  Prepared(
      Dataset<Row> accepted,
      Optional<Dataset<Row>> rejected,
      LongSupplier rejectedCount,
      LongSupplier waitingCount,
      LongConsumer limit) {
    this(accepted, rejected, rejectedCount, waitingCount, limit, List::of);
  }

  /** Rows of which none is rejected and none waits. */
  static Prepared whole(Dataset<Row> accepted) {
    return new Prepared(accepted, Optional.empty(), () -> 0, () -> 0, count -> {});
  }
}
