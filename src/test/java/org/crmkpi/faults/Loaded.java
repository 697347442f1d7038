package org.crmkpi.faults;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.crmkpi.source.Delivered;
import org.crmkpi.source.LoadedSources;
import org.crmkpi.source.MappedEntity;
import org.crmkpi.source.OpenLoads;

/** One load of a shop, one entity of it, and what became of every row on the way. */
record Loaded(Delivered shop, LoadedSources sources, MappedEntity entity) {
  private static final double NO_LIMIT = 1;

  static Loaded of(Delivered shop, String entity) {
    LoadedSources sources = shop.load(NO_LIMIT);
    return new Loaded(shop, sources, shop.map(sources, entity));
  }

  List<String> accepted(String... columns) {
    return Delivered.rows(entity.accepted(), columns);
  }

  /** File, row and reason, of malformed rows and of those that the entity turned away. */
  List<String> rejected() {
    return Delivered.rows(allRejected(), "file", "row_number", "reason");
  }

  /** File, rows read, accepted, rejected, duplicate and superseded. */
  List<String> ledger() {
    return ledger(
        "file", "rows_read", "rows_accepted", "rows_rejected", "rows_duplicate", "rows_superseded");
  }

  List<String> ledger(String... columns) {
    return Delivered.rows(shop.ledger(sources, entity.rejected()), columns);
  }

  private Dataset<Row> allRejected() {
    return open()
        .rejectedRows(Optional.empty())
        .map(malformed -> malformed.unionAll(entity.rejected()))
        .orElse(entity.rejected());
  }

  private OpenLoads open() {
    return OpenLoads.of(shop.session(), sources, Optional.empty());
  }
}
