package org.crmkpi.laws;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.table.Contract;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;

/** Row count and order-free hash of every column of every table that readers see. */
final class Fingerprints {
  private Fingerprints() {}

  /** By table: {@code rows/hash}. */
  static Map<String, String> of(TestNight night) {
    Map<String, String> prints = new TreeMap<>();
    ReleaseQuery reader = night.reader();
    for (Contract contract : Project.catalogue().contracts()) {
      if (contract.isEntity() || contract.isDerived()) {
        prints.put(contract.name(), of(reader.rows("select * from " + contract.name())));
      }
    }
    return prints;
  }

  private static String of(Dataset<Row> rows) {
    Column[] columns = Arrays.stream(rows.columns()).map(functions::col).toArray(Column[]::new);
    Column hash = functions.xxhash64(columns).cast("decimal(38,0)");
    Row found = rows.agg(functions.count("*"), functions.sum(hash)).head();
    return found.getLong(0) + "/" + found.get(1);
  }
}
