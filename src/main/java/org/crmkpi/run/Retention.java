package org.crmkpi.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.Releases;
import org.crmkpi.warehouse.TableState;
import org.crmkpi.warehouse.Warehouse;

/**
 * Removes from all tables of a warehouse, those that left the catalogue too, what nobody can ask
 * for any more. What stays: the versions of every release that was the newest one within the
 * retention time, those that a table takes its next changes from, and all that came after them. Of
 * crm_raw and crm_ops, which only grow, all rows stay. Only for the holder of the lock.
 */
final class Retention {
  private final SparkSession spark;
  private final Catalogue catalogue;
  private final Warehouse warehouse;
  private final Instant since;

  Retention(SparkSession spark, Catalogue catalogue, Warehouse warehouse, int days, Instant now) {
    this.spark = spark;
    this.catalogue = catalogue;
    this.warehouse = warehouse;
    this.since = now.minus(Duration.ofDays(days));
  }

  private record Found(Layer layer, String name, TableState state) {
    boolean isReleased() {
      return layer == Layer.CORE || layer == Layer.KPI;
    }
  }

  /** Removes it; tables of which there was something. */
  List<CleanedTable> clean() {
    List<Found> tables = tables();
    Map<String, Long> oldest = new Releases(spark, warehouse).oldestVersions(since);
    tables.forEach(table -> keepInputs(table, oldest));
    List<CleanedTable> cleaned = new ArrayList<>();
    for (Found table : tables) {
      if (!holdsRowsOfKilledRuns(table)) {
        Version newest = table.state().version();
        long kept = Math.min(newest.number(), oldest.getOrDefault(table.name(), Long.MAX_VALUE));
        Optional<Long> from = table.isReleased() ? Optional.of(kept) : Optional.empty();
        cleaned.add(
            new CleanedTable(
                table.layer().schema() + "." + table.name(),
                table.state().table().removeLeftovers(newest, from)));
      }
    }
    cleaned.removeIf(table -> table.removed().files() == 0);
    return cleaned;
  }

  /** A table that follows by key asks which rows changed since the versions that it took in. */
  private void keepInputs(Found table, Map<String, Long> oldest) {
    boolean follows =
        catalogue
            .find(table.name())
            .filter(known -> !known.contract().refresh().key().isEmpty())
            .isPresent();
    if (follows) {
      Map<String, Provenance.Taken> inputs =
          table.state().provenance().map(Provenance::inputs).orElse(Map.of());
      inputs.forEach((input, taken) -> oldest.merge(input, taken.content(), Math::min));
    }
  }

  private boolean holdsRowsOfKilledRuns(Found table) {
    Contract rejected = catalogue.table(RejectedRows.TABLE).contract();
    return table.layer() == rejected.layer()
        && table.name().equals(rejected.name())
        && !new LeftBehind(spark, warehouse, rejected, "").isEmpty();
  }

  private List<Found> tables() {
    List<Found> tables = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      for (String name : names(new Path(warehouse.root(), layer.schema()))) {
        DeltaTable table = warehouse.table(layer, name);
        table
            .newest()
            .ifPresent(newest -> tables.add(new Found(layer, name, TableState.of(table, newest))));
      }
    }
    return tables;
  }

  private List<String> names(Path schema) {
    try {
      FileStatus[] found = schema.getFileSystem(warehouse.hadoop()).listStatus(schema);
      return Arrays.stream(found).map(each -> each.getPath().getName()).sorted().toList();
    } catch (FileNotFoundException nothingYet) {
      return List.of();
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }
}
