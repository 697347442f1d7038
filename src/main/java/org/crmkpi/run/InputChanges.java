package org.crmkpi.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.Provenance.Taken;
import org.crmkpi.warehouse.TableState;

/** The rows of an input that changed since it was last taken in, as its commits recorded them. */
final class InputChanges {
  private static final int COMMITS = 30;

  private InputChanges() {}

  /**
   * Rows before and after, with a sign; empty when it is not known which rows changed: the table
   * was made anew, somebody else wrote to it, or so long ago that it is not kept.
   */
  static Optional<Dataset<Row>> since(SparkSession session, TableState input, Taken then) {
    if (!input.version().id().equals(then.table())) {
      return Optional.empty();
    }
    List<Dataset<Row>> changes = new ArrayList<>();
    Optional<Provenance> at = input.provenance();
    while (at.isPresent() && at.get().content() > then.content()) {
      Provenance commit = at.get();
      if (commit.changes().isEmpty() || changes.size() == COMMITS) {
        return Optional.empty();
      }
      Optional<Dataset<Row>> rows =
          input
              .table()
              .staged(session, Difference.schema(input.version().schema()), commit.changes().get());
      if (rows.isEmpty()) {
        return Optional.empty();
      }
      changes.add(rows.get());
      at = provenance(input, commit.content() - 1);
    }
    return at.filter(found -> found.content() == then.content())
        .flatMap(found -> changes.stream().reduce(Dataset::unionAll));
  }

  private static Optional<Provenance> provenance(TableState input, long number) {
    return input.table().find(number).flatMap(Provenance::of);
  }
}
