package org.crmkpi.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Everything a table promises to its readers; the only place that states it. */
public record Contract(
    String name,
    Layer layer,
    String about,
    String owner,
    List<String> grain,
    List<String> inputs,
    Refresh refresh,
    Optional<String> datedBy,
    Optional<String> clusteredBy,
    List<String> parameters,
    List<Column> columns,
    List<Check> checks,
    List<Kpi> kpis,
    int version,
    List<String> history) {

  /** Schema and table, as readers write it. */
  public String qualifiedName() {
    return layer.schema() + "." + name;
  }

  /** Columns in order with exact types; what each is about travels as its comment. */
  public StructType schema() {
    return new StructType(columns.stream().map(Contract::field).toArray(StructField[]::new));
  }

  /** The column of that name, if the contract has it. */
  public Optional<Column> column(String column) {
    return columns.stream().filter(each -> each.name().equals(column)).findFirst();
  }

  /**
   * The column by which each file of the table is sorted, so that a reader who looks for some of
   * its values may skip the rest: the one that is stated, else the first by which the table follows
   * its inputs. Empty for tables that are always computed anew.
   */
  public Optional<String> clustering() {
    Stream<String> usual =
        refresh instanceof Refresh.ByKey keyed
            ? keyed.key().stream()
            : isEntity() ? grain.stream() : Stream.empty();
    return clusteredBy.or(usual::findFirst);
  }

  /** True when the mapping SQL of sources fills the table. */
  public boolean isEntity() {
    return refresh instanceof Refresh.Load;
  }

  /** The entity of which the table keeps what it was on each day. */
  public Optional<String> historyOf() {
    return refresh instanceof Refresh.Load load ? load.historyOf() : Optional.empty();
  }

  /** True when a mapping of its own fills the table. */
  public boolean isMapped() {
    return isEntity() && historyOf().isEmpty();
  }

  /** The entity by whose name sources map what fills the table. */
  public String mappedAs() {
    return historyOf().orElse(name);
  }

  /** True when a query computes the table. */
  public boolean isDerived() {
    return !isEntity() && !(refresh instanceof Refresh.Recorded);
  }

  private static StructField field(Column column) {
    var comment = new MetadataBuilder().putString("comment", column.about()).build();
    return new StructField(column.name(), column.type(), true, comment);
  }
}
