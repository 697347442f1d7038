package org.crmkpi.source;

import java.util.function.LongSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of an entity, not yet computed.
 *
 * @param accepted rows with exactly the columns of the contract
 * @param rejected rows that were turned away, with the columns of crm_ops.rejected_rows but the run
 * @param rejectedCount how many those are; may be asked once the accepted rows are computed
 * @param waitingCount rows dated after as-of; may be asked once the accepted rows are computed
 */
public record MappedEntity(
    Dataset<Row> accepted,
    Dataset<Row> rejected,
    LongSupplier rejectedCount,
    LongSupplier waitingCount) {}
