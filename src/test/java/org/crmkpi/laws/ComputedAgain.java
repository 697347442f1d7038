package org.crmkpi.laws;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.run.Arguments;
import org.crmkpi.run.Conform;
import org.crmkpi.run.Transform;
import org.crmkpi.table.Contract;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.crmkpi.testing.TestSpark;

/** Every query of the catalogue once more over the tables of a night, however they are spread. */
final class ComputedAgain {
  private final Catalogue catalogue = Project.catalogue();
  private final SparkSession session = TestSpark.session().newSession();
  private final TestNight night;
  private final Arguments arguments;

  ComputedAgain(TestNight night, LocalDate asOf) {
    this.night = night;
    this.arguments = Project.arguments().on(asOf);
  }

  /** Count and hash of the rows of each derived table. */
  Map<String, String> withPartitions(int partitions) {
    session.conf().set("spark.sql.shuffle.partitions", String.valueOf(partitions));
    Map<String, String> fingerprints = new TreeMap<>();
    for (TableFolder table : catalogue.tables()) {
      if (table.contract().isDerived()) {
        Map<String, Dataset<Row>> inputs = inputs(table.contract(), partitions);
        Dataset<Row> rows = new Transform(session, catalogue).rows(table, inputs, arguments);
        fingerprints.put(
            table.contract().name(),
            SameTables.fingerprint(Conform.published(rows, table.contract())));
      }
    }
    return fingerprints;
  }

  private Map<String, Dataset<Row>> inputs(Contract contract, int partitions) {
    Map<String, Dataset<Row>> inputs = new HashMap<>();
    for (String name : catalogue.upstream(contract)) {
      Dataset<Row> rows =
          night
              .warehouse()
              .table(catalogue.table(name).contract())
              .newest()
              .orElseThrow()
              .read(session);
      inputs.put(name, partitions == 1 ? rows : rows.repartition(partitions));
    }
    return inputs;
  }
}
