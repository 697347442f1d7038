package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;

/**
 * The rows of a mapping, each with what failed on it. In a query of Spark one such row stops all;
 * here what could not be computed is null and the row says so, through all later selects,
 * conditions and unions of the mapping. Below a group or a join of rows that both sides must have,
 * rows cannot be told apart, so there nothing is tried.
 */
final class Tried {
  /** What failed, separated by commas; null when nothing did. */
  static final String FAILED = "_failed";

  private final Set<String> feeds;

  private Tried(Set<String> feeds) {
    this.feeds = feeds;
  }

  /**
   * A part of the mapping.
   *
   * @param failed its column that says what failed; empty when nothing can
   */
  private record Part(LogicalPlan plan, Optional<Attribute> failed) {
    static Part of(LogicalPlan plan) {
      return new Part(plan, Optional.empty());
    }

    List<Expression> columns() {
      return Attempt.list(plan.output()).stream()
          .filter(column -> failed.stream().noneMatch(column::semanticEquals))
          .map(column -> (Expression) column)
          .toList();
    }

    Expression failure() {
      return failed.map(column -> (Expression) column).orElse(Attempt.NOTHING);
    }
  }

  /**
   * The same rows, with {@link #FAILED} where something can fail.
   *
   * @param feeds names of the feeds that they are mapped from
   */
  static Dataset<Row> of(SparkSession session, Dataset<Row> mapped, Set<String> feeds) {
    LogicalPlan plan = mapped.queryExecution().analyzed();
    Part part = new Tried(feeds).tried(new InlineCTE(true, false).apply(plan));
    return part.failed().isEmpty()
        ? mapped
        : org.apache.spark.sql.classic.Dataset.ofRows(
            (org.apache.spark.sql.classic.SparkSession) session, part.plan());
  }

  private Part tried(LogicalPlan plan) {
    if (plan instanceof Project project) {
      return project(project, tried(project.child()));
    }
    if (plan instanceof Filter filter) {
      return filter(filter, tried(filter.child()));
    }
    if (plan instanceof SubqueryAlias alias) {
      Part part = tried(alias.child());
      return part.failed().isEmpty() ? Part.of(alias) : part;
    }
    if (plan instanceof Union union) {
      return union(union, Attempt.list(union.children()).stream().map(this::tried).toList());
    }
    if (plan instanceof View view && !feeds.contains(view.desc().identifier().table())) {
      Part part = tried(view.child());
      return part.failed().isEmpty() ? Part.of(view) : part;
    }
    boolean keepsLeft = plan instanceof Join join && join.joinType().sql().equals("LEFT OUTER");
    return keepsLeft ? join((Join) plan) : Part.of(plan);
  }

  private static Part project(Project project, Part child) {
    List<NamedExpression> columns = Attempt.list(project.projectList());
    boolean isSafe = columns.stream().allMatch(Attempt::isSafe);
    if (isSafe && child.failed().isEmpty()) {
      return Part.of(project);
    }
    if (isSafe) {
      List<Expression> all = new ArrayList<>(columns.stream().map(Expression.class::cast).toList());
      all.add(child.failure());
      return new Part(select(all, child.plan()), child.failed());
    }
    List<Expression> inner = new ArrayList<>();
    List<Expression> outer = new ArrayList<>();
    List<Expression> failures = new ArrayList<>();
    for (NamedExpression column : columns) {
      Optional<Alias> attempt =
          Attempt.isSafe(column) ? Optional.empty() : Optional.of(Attempt.of(column));
      inner.add(attempt.map(Expression.class::cast).orElse((Expression) column));
      Expression value =
          attempt.map(Attempt::value).orElseGet(() -> (Expression) column.toAttribute());
      outer.add(attempt.isPresent() ? Attempt.named(value, column) : value);
      attempt.ifPresent(struct -> failures.add(Attempt.failure(struct, column.name())));
    }
    child.failed().ifPresent(inner::add);
    Alias failed = Attempt.first(child.failure(), Attempt.listed(failures));
    outer.add(failed);
    return new Part(select(outer, select(inner, child.plan())), Optional.of(failed.toAttribute()));
  }

  /** A row on which something failed stays, whatever the condition says of it. */
  private static Part filter(Filter filter, Part child) {
    Expression condition = filter.condition();
    if (Attempt.isSafe(condition)) {
      return child
          .failed()
          .map(column -> new Or(new IsNotNull(column), condition))
          .map(kept -> new Part(new Filter(kept, child.plan()), child.failed()))
          .orElseGet(() -> Part.of(filter));
    }
    Alias attempt = Attempt.of(Attempt.alias(condition, "condition"));
    List<Expression> inner = new ArrayList<>(child.columns());
    child.failed().ifPresent(inner::add);
    inner.add(attempt);
    Expression isKept = new Or(new IsNull(attempt.toAttribute()), Attempt.value(attempt));
    Expression kept =
        child
            .failed()
            .map(column -> (Expression) new Or(new IsNotNull(column), isKept))
            .orElse(isKept);
    Alias failed =
        Attempt.first(
            child.failure(), Attempt.failure(attempt, "the condition " + condition.sql()));
    List<Expression> outer = new ArrayList<>(child.columns());
    outer.add(failed);
    return new Part(
        select(outer, new Filter(kept, select(inner, child.plan()))),
        Optional.of(failed.toAttribute()));
  }

  private static Part union(Union union, List<Part> parts) {
    if (parts.stream().allMatch(part -> part.failed().isEmpty())) {
      return Part.of(union);
    }
    List<LogicalPlan> plans = new ArrayList<>();
    for (Part part : parts) {
      List<Expression> columns = new ArrayList<>(part.columns());
      columns.add(Attempt.alias(part.failure(), FAILED));
      plans.add(select(columns, part.plan()));
    }
    LogicalPlan all = new Union(Attempt.seq(plans), union.byName(), union.allowMissingCol());
    return new Part(
        all, Optional.of(Attempt.list(all.output()).get(parts.get(0).columns().size())));
  }

  /** Each row of the left side stays; of the right side, one that fails stops the query. */
  private Part join(Join join) {
    Part left = tried(join.left());
    return left.failed().isEmpty()
        ? Part.of(join)
        : new Part(
            join.withNewChildren(Attempt.seq(List.of(left.plan(), join.right()))), left.failed());
  }

  private static LogicalPlan select(List<Expression> columns, LogicalPlan from) {
    return new Project(
        Attempt.seq(columns.stream().map(NamedExpression.class::cast).toList()), from);
  }
}
