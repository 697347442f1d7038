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
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Contract;
import org.crmkpi.table.TableFolder;
import scala.jdk.javaapi.CollectionConverters;

/** The rows of a derived table: its query over the versions of its inputs. */
final class QueryRows {
  private static final String REJECTED = "rejected";

  private final Catalogue catalogue;
  private final Arguments arguments;
  private final double rejectedShareLimit;

  QueryRows(Catalogue catalogue, Arguments arguments, double rejectedShareLimit) {
    this.catalogue = catalogue;
    this.arguments = arguments;
    this.rejectedShareLimit = rejectedShareLimit;
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
        accepted -> checkShare(table.contract(), accepted, count(counted)));
  }

  private void checkShare(Contract contract, long accepted, long turnedAway) {
    if (turnedAway > rejectedShareLimit * (accepted + turnedAway)) {
      throw CrmFailure.of(
          Category.DATA,
          contract.qualifiedName(),
          "%d of %d rows were rejected, more than load.rejected_share_limit %s allows; nothing was"
                  .formatted(turnedAway, accepted + turnedAway, rejectedShareLimit)
              + " published",
          "",
          "crm-kpi show --sql "
              + contract.name()
              + " states the rule; mend the data or the limit.");
    }
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
