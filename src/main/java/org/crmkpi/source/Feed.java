package org.crmkpi.source;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crmkpi.table.Layer;

/**
 * One kind of file of a source.
 *
 * @param path glob below the directory of the source; {@code {delivery}} names the delivery
 * @param newestBy column that orders the versions of a key; empty to go by delivery alone
 * @param deletedWhen SQL predicate of a row that deletes its key
 * @param doneMarker file that says that a delivery is complete
 * @param renames names that mapping SQL uses for columns, by the names that files have
 * @param form how its numbers, days and truths are written
 * @param zone how its times without an offset are read; empty for the business zone
 */
record Feed(
    String source,
    String name,
    String path,
    FileShape shape,
    Delivery delivery,
    boolean required,
    Optional<Instants> newestBy,
    Optional<String> deletedWhen,
    Optional<String> doneMarker,
    DeliveryNames deliveryNames,
    Optional<ZoneId> zone,
    Map<String, String> renames,
    TextForm form) {
  /** Stands in a path for the name of the delivery. */
  static final String DELIVERY = "{delivery}";

  /** What a delivery says about rows that it does not have. */
  enum Delivery {
    /** They are gone: the newest delivery is the whole truth. */
    FULL,
    /** Nothing: it only tells of changes. */
    CHANGES
  }

  /** True when the path says which delivery a file belongs to. */
  boolean namesDeliveries() {
    return path.contains(DELIVERY);
  }

  boolean isFull() {
    return delivery == Delivery.FULL;
  }

  /** True when of a key the version counts that was told last. */
  boolean hasVersions() {
    return !isFull() && !key().isEmpty();
  }

  /** A column of the files as mapping SQL names it. */
  String mapped(String column) {
    return renames.getOrDefault(column, column);
  }

  /** All columns as mapping SQL names them, in the order of the raw table. */
  List<String> mappedColumns() {
    return shape.allColumns().stream().map(this::mapped).toList();
  }

  /** Columns whose newest row counts; empty when every row counts. */
  List<String> key() {
    return shape.key();
  }

  /** The same as the raw table names them. */
  List<String> rawKey() {
    return key().stream().map(RawTables::column).toList();
  }

  /** Source and feed, as messages name it. */
  String shown() {
    return source + "." + name;
  }

  /** The raw table of the feed, as readers write it. */
  String rawName() {
    return Layer.RAW.schema() + "." + rawTable();
  }

  /** The raw table of the feed, without its schema. */
  String rawTable() {
    return source + "_" + name;
  }
}
