package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.ConcatWs;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Expressions of a mapping that may fail on a row, each in a struct that is null when it did: a
 * value that could be computed, and is null, is a struct that holds a null.
 */
final class Attempt {
  /** Text that says nothing failed. */
  static final Expression NOTHING = new Literal(null, DataTypes.StringType);

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

  private Attempt() {}

  static Alias of(NamedExpression column) {
    Expression value = ((Alias) column).child();
    Expression struct = new CreateNamedStruct(seq(List.of(text(VALUE), value)));
    return alias(new TryEval(struct), TRIED + column.name());
  }

  /** The value of an attempt; null when it failed. */
  static Expression value(Alias attempt) {
    return new GetStructField(attempt.toAttribute(), 0, Option.empty());
  }

  /** What failed when the attempt did. */
  static Expression failure(Alias attempt, String what) {
    return new If(new IsNull(attempt.toAttribute()), text(what), NOTHING);
  }

  /** All that failed, separated by commas. */
  static Expression listed(List<Expression> failures) {
    List<Expression> parts = new ArrayList<>(List.of(text(", ")));
    parts.addAll(failures);
    Expression texts = new ConcatWs(seq(parts));
    return new If(new EqualTo(texts, text("")), NOTHING, texts);
  }

  /** What failed first: what fails after it follows from it. */
  static Alias first(Expression before, Expression here) {
    return alias(new Coalesce(seq(List.of(before, here))), Tried.FAILED);
  }

  static Alias alias(Expression value, String name) {
    return alias(value, name, NamedExpression.newExprId());
  }

  /** The same column as far as the rest of the plan can see. */
  static Alias named(Expression value, NamedExpression column) {
    return alias(value, column.name(), column.exprId());
  }

  private static Alias alias(Expression value, String name, ExprId id) {
    return new Alias(value, name, id, seq(List.of()), Option.empty(), seq(List.of()));
  }

  private static Expression text(String text) {
    return new Literal(UTF8String.fromString(text), DataTypes.StringType);
  }

  static boolean isSafe(NamedExpression column) {
    return !(column instanceof Alias alias) || isSafe(alias.child());
  }

  static boolean isSafe(Expression expression) {
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
        && list(expression.children()).stream().allMatch(Attempt::isSafe);
  }

  private static boolean hasSubquery(Expression expression) {
    return expression instanceof PlanExpression<?>
        || list(expression.children()).stream().anyMatch(Attempt::hasSubquery);
  }

  static <T> List<T> list(Seq<T> scala) {
    return List.copyOf(CollectionConverters.asJava(scala));
  }

  static <T> scala.collection.immutable.Seq<T> seq(List<T> java) {
    return CollectionConverters.asScala(java).toSeq();
  }
}
