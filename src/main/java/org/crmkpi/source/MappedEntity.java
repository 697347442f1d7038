package org.crmkpi.source;

import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.table.Contract;

/**
 * Rows of an entity, not yet computed.
 *
 * @param accepted rows with exactly the columns of the contract
 * @param rejected rows that were turned away, with the columns of crm_ops.rejected_rows but the run
 * @param counts what became of them; may be asked once the accepted rows are computed
 * @param besides rows of the entity that were not looked at, because nothing about them changed
 * @param notices what somebody should know of them; may be asked once they are computed
 */
public record MappedEntity(
    Dataset<Row> accepted,
    Dataset<Row> rejected,
    Supplier<Counts> counts,
    Counts besides,
    Supplier<List<String>> notices) {
  private static final int SHOWN_ROWS = 5;

  /** How many rows were turned away; may be asked once the accepted rows are computed. */
  public long rejectedCount() {
    return counts.get().rejected();
  }

  /** How many rows are dated after as-of; may be asked once the accepted rows are computed. */
  public long waitingCount() {
    return counts.get().waiting();
  }

  /** All rows of the entity. */
  Counts total() {
    return besides.plus(counts.get());
  }

  /**
   * Fails when the entity turned away more of its rows than the limit allows; to be asked before
   * the accepted rows are published.
   *
   * @param limit share of all rows, 0 to 1
   */
  public void checkShare(Contract entity, double limit) {
    Counts total = total();
    long turnedAway = total.rejected();
    long all = total.accepted() + turnedAway + total.waiting();
    if (turnedAway > limit * all) {
      throw CrmFailure.of(
          Category.DATA,
          entity.qualifiedName(),
          "%d of %d rows were rejected, more than load.rejected_share_limit %s allows; nothing was published"
              .formatted(turnedAway, all, limit),
          commonest() + "\nFirst: " + String.join("\n", first()),
          "mend the mapping or the delivery, or raise the limit, then run again.");
    }
  }

  /** The reason of most rejected rows, whatever their values, and the first of these rows. */
  private String commonest() {
    return Commonest.of(rejected);
  }

  private List<String> first() {
    return rejected
        .orderBy("feed", "file", "row_number", "reason")
        .selectExpr(
            "concat(coalesce(concat(feed, ' '), ''), coalesce(concat(file, ' row ', row_number, ': '), ''), reason)")
        .limit(SHOWN_ROWS)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
