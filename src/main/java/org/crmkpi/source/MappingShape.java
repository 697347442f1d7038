package org.crmkpi.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The shape of a mapping, read off Spark's analysed plan: whether each of its rows depends on one
 * row of one feed, and which columns of which feeds it uses.
 */
final class MappingShape {
  private static final Set<String> JOINS = Set.of("INNER", "LEFT OUTER", "CROSS");

  private final Set<String> names;
  private final Map<Long, LogicalPlan> withs = new HashMap<>();
  private final Map<Long, Origin> origins = new HashMap<>();
  private final Map<String, Origin> outputs = new HashMap<>();
  private final Map<String, Set<String>> columns = new HashMap<>();
  private final List<String> feeds = new ArrayList<>();
  private final Set<String> positioned = new HashSet<>();
  private Optional<String> obstacle = Optional.empty();

  private record Origin(String feed, String column) {}

  private MappingShape(Set<String> names) {
    this.names = names;
  }

  /**
   * The shape of a plan.
   *
   * @param names of the feeds that it reads; other views are SQL of the source
   */
  static MappingShape of(LogicalPlan analysed, Set<String> names) {
    MappingShape shape = new MappingShape(names);
    shape.walk(analysed);
    list(analysed.output()).forEach(shape::output);
    if (shape.feeds.isEmpty() || shape.feeds.indexOf(shape.driving()) != shape.lastDriving()) {
      shape.obstruct("reads its first feed not exactly once");
    }
    return shape;
  }

  /** Why a row may depend on several rows of the driving feed; empty when it does not. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /** The feed of which each row gives rows of its own; the others are looked up. */
  String driving() {
    return feeds.isEmpty() ? "" : feeds.get(0);
  }

  /** Columns of a feed that the mapping uses. */
  Set<String> columns(String feed) {
    return columns.getOrDefault(feed, Set.of());
  }

  /** True when a value of the mapping depends on where a row of the feed lies in its file. */
  boolean usesPosition(String feed) {
    return positioned.contains(feed);
  }

  /** True when the column of the entity is that column of the driving feed as it is. */
  boolean passes(String output, String column) {
    return new Origin(driving(), column).equals(outputs.get(output));
  }

  private int lastDriving() {
    return feeds.lastIndexOf(driving());
  }

  private void obstruct(String why) {
    obstacle = obstacle.or(() -> Optional.of("the mapping " + why));
  }

  private void walk(LogicalPlan plan) {
    if (plan instanceof View view) {
      if (names.contains(view.desc().identifier().table())) {
        feed(view);
      } else {
        walk(view.child());
      }
    } else if (plan instanceof WithCTE with) {
      list(with.cteDefs()).forEach(def -> withs.put(def.id(), def.child()));
      walk(with.plan());
    } else if (plan instanceof CTERelationRef ref) {
      reference(ref);
    } else {
      list(plan.children()).forEach(this::walk);
      node(plan);
    }
  }

  private void feed(View view) {
    String feed = view.desc().identifier().table();
    feeds.add(feed);
    list(view.output())
        .forEach(column -> origins.put(column.exprId().id(), new Origin(feed, column.name())));
  }

  private void reference(CTERelationRef ref) {
    LogicalPlan with = withs.get(ref.cteId());
    walk(with);
    List<Attribute> inner = list(with.output());
    List<Attribute> outer = list(ref.output());
    for (int i = 0; i < inner.size(); i++) {
      same(inner.get(i), outer.get(i));
    }
  }

  private void node(LogicalPlan plan) {
    boolean isJoin = plan instanceof Join join && JOINS.contains(join.joinType().sql());
    boolean isPlain =
        plan instanceof Project || plan instanceof Filter || plan instanceof SubqueryAlias;
    if (!isJoin && !isPlain) {
      obstruct("has a step " + plan.nodeName());
    }
    list(plan.expressions()).forEach(plan instanceof Project ? this::projected : this::used);
  }

  private void projected(Expression expression) {
    if (expression instanceof Alias alias && alias.child() instanceof Attribute attribute) {
      same(attribute, alias);
      passed(attribute, alias.name());
    } else if (expression instanceof Attribute attribute) {
      passed(attribute, attribute.name());
    } else {
      used(expression);
    }
  }

  private void same(NamedExpression known, NamedExpression other) {
    Optional.ofNullable(origins.get(known.exprId().id()))
        .ifPresent(origin -> origins.put(other.exprId().id(), origin));
  }

  private void passed(Attribute attribute, String name) {
    Origin origin = origins.get(attribute.exprId().id());
    boolean isOwnRef =
        origin != null
            && origin.feed().equals(driving())
            && origin.column().equals(CurrentRows.ROW_REF)
            && name.equals(CurrentRows.ROW_REF);
    if (!isOwnRef) {
      used(attribute);
    }
  }

  private void used(Expression expression) {
    if (expression instanceof PlanExpression<?>) {
      obstruct("has a subquery");
    }
    if (!expression.deterministic()) {
      obstruct("is not deterministic");
    }
    if (expression instanceof Attribute attribute) {
      Optional.ofNullable(origins.get(attribute.exprId().id())).ifPresent(this::use);
    }
    list(expression.children()).forEach(this::used);
  }

  private void use(Origin origin) {
    if (origin.column().equals(CurrentRows.ROW_REF)) {
      positioned.add(origin.feed());
    } else {
      columns.computeIfAbsent(origin.feed(), none -> new TreeSet<>()).add(origin.column());
    }
  }

  private void output(Attribute attribute) {
    Optional.ofNullable(origins.get(attribute.exprId().id()))
        .ifPresent(origin -> outputs.put(attribute.name(), origin));
  }

  private static <T> List<T> list(Seq<T> scala) {
    return List.copyOf(CollectionConverters.asJava(scala));
  }
}
