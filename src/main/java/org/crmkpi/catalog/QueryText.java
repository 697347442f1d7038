package org.crmkpi.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import scala.jdk.javaapi.CollectionConverters;

/** A query as Spark's own parser sees it: the tables, parameters and functions that it names. */
public final class QueryText {
  /**
   * A table named in the text.
   *
   * @param parts schema and name, or the name alone
   * @param from index of its first character
   * @param to index of its last character
   */
  public record Mention(List<String> parts, int from, int to) {
    /** The name without a schema, in lower case. */
    public String table() {
      return parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
    }
  }

  private final List<Mention> mentions = new ArrayList<>();
  private final Set<String> withNames = new HashSet<>();
  private final Set<String> parameters = new TreeSet<>();
  private final Set<String> functions = new TreeSet<>();

  private QueryText(LogicalPlan plan) {
    walk(plan);
  }

  /** Parses a query; {@code where} names it in the failure when it does not parse. */
  public static QueryText parse(String where, String sql) {
    try {
      return new QueryText(new CatalystSqlParser().parsePlan(sql));
    } catch (Exception wrong) {
      throw CrmFailure.because(
          wrong, Category.INVOCATION, where, "the query does not parse", "mend the SQL.");
    }
  }

  /** Tables of the catalogue that the text names; names of its own CTEs are not among them. */
  public List<Mention> mentions() {
    return mentions.stream()
        .filter(mention -> mention.parts().size() > 1 || !withNames.contains(mention.table()))
        .toList();
  }

  /** The mentioned tables by bare name, sorted. */
  public Set<String> tables() {
    Set<String> names = new TreeSet<>();
    mentions().forEach(mention -> names.add(mention.table()));
    return names;
  }

  /** Names of the common table expressions. */
  public Set<String> withNames() {
    return Set.copyOf(withNames);
  }

  /** Named parameters, without the colon, sorted. */
  public Set<String> parameters() {
    return parameters;
  }

  /** The functions that it calls, Spark's own too, in lower case, sorted. */
  public Set<String> functions() {
    return functions;
  }

  private void walk(LogicalPlan plan) {
    if (plan instanceof UnresolvedWith with) {
      CollectionConverters.asJava(with.cteRelations())
          .forEach(
              relation -> {
                withNames.add(relation._1().toLowerCase(Locale.ROOT));
                walk(relation._2());
              });
    }
    if (plan instanceof UnresolvedRelation relation) {
      mentions.add(mention(relation));
    }
    CollectionConverters.asJava(plan.expressions()).forEach(this::walk);
    CollectionConverters.asJava(plan.children()).forEach(this::walk);
  }

  private void walk(Expression expression) {
    if (expression instanceof NamedParameter parameter) {
      parameters.add(parameter.name());
    }
    if (expression instanceof UnresolvedFunction function) {
      functions.add(function.nameParts().last().toLowerCase(Locale.ROOT));
    }
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan plan) {
      walk(plan);
    }
    CollectionConverters.asJava(expression.children()).forEach(this::walk);
  }

  private static Mention mention(UnresolvedRelation relation) {
    var origin = relation.origin();
    return new Mention(
        List.copyOf(CollectionConverters.asJava(relation.multipartIdentifier())),
        origin.startIndex().isDefined() ? (Integer) origin.startIndex().get() : -1,
        origin.stopIndex().isDefined() ? (Integer) origin.stopIndex().get() : -1);
  }
}
