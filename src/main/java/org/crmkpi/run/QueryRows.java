package org.crmkpi.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.delta.Version;
import org.crmkpi.table.TableFolder;
import scala.jdk.javaapi.CollectionConverters;

/** The rows of a derived table: its query over the versions of its inputs. */
final class QueryRows {
  private static final String REJECTED = "rejected";

  private final Catalogue catalogue;
  private final Arguments arguments;

  QueryRows(Catalogue catalogue, Arguments arguments) {
    this.catalogue = catalogue;
    this.arguments = arguments;
  }

  Prepared prepare(SparkSession session, TableFolder table, Map<String, Version> versions) {
    Map<String, Dataset<Row>> inputs = new HashMap<>();
    catalogue
        .upstream(table.contract())
        .forEach(name -> inputs.put(name, versions.get(name).read(session)));
    Dataset<Row> rows = new Transform(session, catalogue).rows(table, inputs, arguments);
    Optional<Dataset<Row>> rejected = Conform.rejected(rows);
    if (rejected.isEmpty()) {
      return Prepared.whole(Conform.published(rows, table.contract()));
    }
    Observation counted = new Observation();
    Column isRejected = functions.col(Conform.REJECT_REASON).isNotNull();
    Dataset<Row> observed = rows.observe(counted, functions.count_if(isRejected).as(REJECTED));
    return new Prepared(
        Conform.published(observed, table.contract()),
        rejected.map(each -> RejectedRows.describe(table.contract(), each)),
        () -> count(counted),
        () -> 0,
        count -> {});
  }

  private static long count(Observation counted) {
    try {
      return (Long) CollectionConverters.asJava(counted.get()).get(REJECTED);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
