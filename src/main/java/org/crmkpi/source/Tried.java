package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of a mapping, each with the columns whose expressions failed on it. In a query of Spark
 * one such row stops all; here its columns are null and it says so. Only what the last select of a
 * mapping computes is tried: a group of rows cannot be told apart.
 */
final class Tried {
  /** Columns that failed, separated by commas; null when none did. */
  static final String FAILED = "_failed";

  private static final String TRIED = "_tried_";
  private static final String VALUE = "v";

  /** Expressions that never fail, by the names of their classes. */
  private static final Set<String> SAFE =
      Set.of(
          "CaseWhen",
          "If",
          "Coalesce",
          "Concat",
          "EqualTo",
          "EqualNullSafe",
          "GreaterThan",
          "GreaterThanOrEqual",
          "LessThan",
          "LessThanOrEqual",
          "And",
          "Or",
          "Not",
          "IsNull",
          "IsNotNull",
          "In",
          "Upper",
          "Lower",
          "StringTrim",
          "Substring",
          "SubstringIndex",
          "Like",
          "RLike",
          "RegExpReplace",
          "GetStructField");

  private Tried() {}

  static Dataset<Row> of(SparkSession session, Dataset<Row> mapped) {
    LogicalPlan plan = mapped.queryExecution().analyzed();
    return tried(plan)
        .map(
            inner ->
                outer(
                    org.apache.spark.sql.classic.Dataset.ofRows(
                        (org.apache.spark.sql.classic.SparkSession) session, inner),
                    mapped))
        .orElse(mapped);
  }

  /** The plan with what may fail in structs that are null when it did; empty when nothing may. */
  private static Optional<LogicalPlan> tried(LogicalPlan plan) {
    if (plan instanceof WithCTE with) {
      return tried(with.plan()).map(inner -> new WithCTE(inner, with.cteDefs()));
    }
    if (!(plan instanceof Project project)
        || list(project.projectList()).stream().allMatch(Tried::isSafe)) {
      return Optional.empty();
    }
    List<NamedExpression> columns = list(project.projectList()).stream().map(Tried::tried).toList();
    return Optional.of(new Project(seq(columns), project.child()));
  }

  private static NamedExpression tried(NamedExpression column) {
    if (isSafe(column)) {
      return column;
    }
    Expression value = ((Alias) column).child();
    Expression struct =
        new CreateNamedStruct(seq(List.of(new Literal(utf8(VALUE), DataTypes.StringType), value)));
    return new Alias(
        new TryEval(struct),
        TRIED + column.name(),
        NamedExpression.newExprId(),
        seq(List.of()),
        Option.empty(),
        seq(List.of()));
  }

  private static Dataset<Row> outer(Dataset<Row> tried, Dataset<Row> mapped) {
    List<String> names = List.of(tried.columns());
    List<Column> columns = new ArrayList<>();
    List<Column> failed = new ArrayList<>();
    for (String name : mapped.columns()) {
      if (names.contains(TRIED + name)) {
        Column struct = CurrentRows.column(TRIED + name);
        columns.add(struct.getField(VALUE).as(name));
        failed.add(functions.when(struct.isNull(), functions.lit(name)));
      } else {
        columns.add(CurrentRows.column(name));
      }
    }
    Column all = functions.concat_ws(", ", failed.toArray(Column[]::new));
    columns.add(functions.nullif(all, functions.lit("")).as(FAILED));
    return tried.select(columns.toArray(Column[]::new));
  }

  private static boolean isSafe(NamedExpression column) {
    return !(column instanceof Alias alias) || isSafe(alias.child());
  }

  private static boolean isSafe(Expression expression) {
    if (expression instanceof Attribute
        || expression instanceof Literal
        || hasSubquery(expression)) {
      return true;
    }
    boolean isTextCast =
        expression instanceof Cast cast
            && (cast.dataType().equals(DataTypes.StringType)
                || cast.evalMode().equals(EvalMode.TRY()));
    return (isTextCast || SAFE.contains(expression.getClass().getSimpleName()))
        && list(expression.children()).stream().allMatch(Tried::isSafe);
  }

  private static boolean hasSubquery(Expression expression) {
    return expression instanceof PlanExpression<?>
        || list(expression.children()).stream().anyMatch(Tried::hasSubquery);
  }

  private static org.apache.spark.unsafe.types.UTF8String utf8(String text) {
    return org.apache.spark.unsafe.types.UTF8String.fromString(text);
  }

  private static <T> List<T> list(Seq<T> scala) {
    return List.copyOf(CollectionConverters.asJava(scala));
  }

  private static <T> scala.collection.immutable.Seq<T> seq(List<T> java) {
    return CollectionConverters.asScala(java).toSeq();
  }
}
