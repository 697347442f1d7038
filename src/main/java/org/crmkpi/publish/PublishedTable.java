package org.crmkpi.publish;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Column;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.table.PersonalData;

/**
 * A table of a release as it is published.
 *
 * @param about comment of the table
 * @param isDimension one that dashboards join with
 * @param state which rows it has: the same text, the same rows
 * @param rowsCount what the log of the table says
 */
record PublishedTable(
    String name,
    String about,
    boolean isDimension,
    List<PublishedColumn> columns,
    String state,
    long rowsCount,
    Version version) {

  /** Columns that dashboards filter by; those that are there get an index together. */
  private static final List<List<String>> FILTERS =
      List.of(List.of("period_kind", "period_start_on"), List.of("dimension", "dimension_value"));

  /** A table as the release has it; the contract gives its key and what it is about. */
  static PublishedTable of(Contract contract, Version version) {
    List<String> names = Arrays.asList(version.schema().fieldNames());
    if (!names.containsAll(contract.grain())) {
      throw CrmFailure.of(
          Category.INVOCATION,
          contract.qualifiedName(),
          "the release is from before one row was what the contract says now",
          "grain now: %s; columns then: %s"
              .formatted(String.join(", ", contract.grain()), String.join(", ", names)),
          "publish it with the version of crm-kpi that made it, or publish a newer release.");
    }
    List<PublishedColumn> columns =
        Arrays.stream(version.schema().fields())
            .map(
                field ->
                    PublishedColumn.of(
                        field,
                        contract.grain().contains(field.name()),
                        contract.column(field.name()).map(Column::personal).stream()
                            .anyMatch(PersonalData.DIRECT::equals)))
            .toList();
    return new PublishedTable(
        contract.name(),
        contract.about(),
        contract.layer() == Layer.CORE,
        columns,
        version.id() + "@" + version.content(),
        version.rowCount(),
        version);
  }

  /** The rows, a part at a time. */
  Iterator<Row> rows(SparkSession spark) {
    return version.read(spark).toLocalIterator();
  }

  List<String> columnNames() {
    return columns.stream().map(PublishedColumn::name).toList();
  }

  /** The key in the order of the contract's columns. */
  List<String> key() {
    return columns.stream().filter(PublishedColumn::isKey).map(PublishedColumn::name).toList();
  }

  /** Columns that do not identify a person by themselves. */
  List<String> impersonal() {
    return columns.stream()
        .filter(column -> !column.isPersonal())
        .map(PublishedColumn::name)
        .toList();
  }

  boolean hasPersonal() {
    return impersonal().size() < columns.size();
  }

  /** What is indexed beside the key: what dashboards filter by, unless the key begins with it. */
  List<List<String>> indexes() {
    return FILTERS.stream()
        .filter(filter -> columnNames().containsAll(filter))
        .filter(filter -> !begins(key(), filter))
        .toList();
  }

  private static boolean begins(List<String> key, List<String> filter) {
    return Stream.of(key)
        .anyMatch(k -> k.size() >= filter.size() && k.subList(0, filter.size()).equals(filter));
  }
}
