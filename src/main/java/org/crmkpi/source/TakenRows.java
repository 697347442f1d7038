package org.crmkpi.source;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/** Of which rows of a feed a mapping makes something, read off Spark's analysed plan. */
final class TakenRows {
  private TakenRows() {}

  /**
   * True when each row of the feed gets into the mapping, alone or in a group, or is looked up:
   * nothing on its way picks among rows.
   */
  static boolean all(LogicalPlan analysed, String feed) {
    return takes(new InlineCTE(true, false).apply(analysed), feed);
  }

  private static boolean takes(LogicalPlan plan, String feed) {
    if (plan instanceof View view && view.desc().identifier().table().equals(feed)) {
      return true;
    }
    boolean keeps =
        plan instanceof Project
            || plan instanceof SubqueryAlias
            || plan instanceof View
            || plan instanceof Aggregate
            || plan instanceof Window
            || plan instanceof Sort
            || plan instanceof Union
            || (plan instanceof Join join && join.joinType().sql().equals("LEFT OUTER"));
    return keeps && Attempt.list(plan.children()).stream().anyMatch(each -> takes(each, feed));
  }

  /**
   * The rows that a mapping passes on, those of a group one by one, with their {@code row_ref}.
   *
   * @param feeds names of the feeds that it reads
   */
  static Dataset<Row> of(SparkSession session, Dataset<Row> mapped, Set<String> feeds) {
    LogicalPlan plan = new InlineCTE(true, false).apply(mapped.queryExecution().analyzed());
    Dataset<Row> single =
        group(plan)
            .map(
                group ->
                    org.apache.spark.sql.classic.Dataset.ofRows(
                        (org.apache.spark.sql.classic.SparkSession) session, group.child()))
            .map(rows -> (Dataset<Row>) rows)
            .orElse(mapped);
    return Tried.of(session, single, feeds);
  }

  /** The outermost group, if there is one below nothing but selects and conditions. */
  private static Optional<Aggregate> group(LogicalPlan plan) {
    if (plan instanceof Aggregate aggregate) {
      return Optional.of(aggregate);
    }
    boolean isPlain =
        plan instanceof Project
            || plan instanceof Filter
            || plan instanceof SubqueryAlias
            || plan instanceof Sort;
    return isPlain ? group(Attempt.list(plan.children()).get(0)) : Optional.empty();
  }
}
