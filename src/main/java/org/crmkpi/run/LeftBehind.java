package org.crmkpi.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.delta.Version;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.Warehouse;

/**
 * Rejected rows that a killed run staged and could not record. A table that the run published stays
 * published and is not mapped again, so its rows would be lost. Those of a table that it did not
 * come to publish are staged again by the run that does, as are malformed rows.
 */
final class LeftBehind {
  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Contract rejectedRows;
  private final String runId;
  private final List<Path> runs;
  private final List<Path> folders;

  /**
   * Looks for them; a folder listing, where nothing was left.
   *
   * @param rejectedRows contract of the table that keeps them
   * @param runId this run, whose rows are not left behind
   */
  LeftBehind(SparkSession spark, Warehouse warehouse, Contract rejectedRows, String runId) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.rejectedRows = rejectedRows;
    this.runId = runId;
    this.runs = unrecorded();
    this.folders = runs.stream().flatMap(this::published).toList();
  }

  boolean isEmpty() {
    return folders.isEmpty();
  }

  /** The rows, staged to be recorded with those of this run; each keeps the run that had it. */
  Optional<StagedRows> staged() {
    return folders.stream()
        .map(this::read)
        .reduce(Dataset::unionAll)
        .map(rows -> warehouse.table(rejectedRows).stage(rows, "data/" + runId + "/left_behind"));
  }

  /** Removes what was left, now that it is recorded. */
  void remove() {
    try {
      for (Path run : runs) {
        store().delete(run, true);
      }
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }

  private Dataset<Row> read(Path folder) {
    return spark
        .read()
        .schema(rejectedRows.schema())
        .option("recursiveFileLookup", "true")
        .parquet(folder.toString());
  }

  /** Folders of runs that neither ended nor had their rejected rows recorded. */
  private List<Path> unrecorded() {
    Set<String> committed = new HashSet<>();
    Optional<Version> newest = warehouse.table(rejectedRows).newest();
    newest.ifPresent(version -> version.files().forEach(file -> committed.add(run(file.path()))));
    List<Path> candidates = new ArrayList<>(below(data()));
    candidates.removeIf(
        folder -> folder.getName().equals(runId) || committed.contains(folder.getName()));
    if (!candidates.isEmpty()) {
      Set<String> known = known(warehouse.table(Layer.OPS, "runs").newest(), candidates);
      known.addAll(known(newest, candidates));
      candidates.removeIf(folder -> known.contains(folder.getName()));
    }
    return candidates;
  }

  private Set<String> known(Optional<Version> table, List<Path> candidates) {
    Object[] names = candidates.stream().map(Path::getName).toArray();
    Set<String> known = new HashSet<>();
    table.ifPresent(
        version ->
            version
                .read(spark)
                .where(functions.col("run_id").isin(names))
                .select("run_id")
                .distinct()
                .collectAsList()
                .forEach(row -> known.add(row.getString(0))));
    return known;
  }

  /** Of the folder of a run, those of tables that it published. */
  private Stream<Path> published(Path run) {
    return below(run).stream()
        .filter(
            table ->
                Arrays.stream(Layer.values())
                    .map(layer -> warehouse.table(layer, table.getName()))
                    .anyMatch(published -> isOf(run.getName(), published)));
  }

  /** True when one of the commits of a table is of the run; ids of runs sort by time. */
  private static boolean isOf(String run, DeltaTable table) {
    Optional<Version> version = table.newest();
    while (version.isPresent()) {
      Optional<String> by = version.flatMap(Provenance::of).map(Provenance::run);
      long number = version.get().number();
      if (number == 0 || by.filter(other -> other.compareTo(run) <= 0).isPresent()) {
        return by.filter(run::equals).isPresent();
      }
      version = Optional.of(table.version(number - 1));
    }
    return false;
  }

  private List<Path> below(Path folder) {
    try {
      return Arrays.stream(store().listStatus(folder)).map(FileStatus::getPath).toList();
    } catch (FileNotFoundException none) {
      return List.of();
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }

  private Path data() {
    return new Path(
        warehouse.root() + "/" + Layer.OPS.schema() + "/" + rejectedRows.name() + "/data");
  }

  private FileSystem store() throws IOException {
    return data().getFileSystem(warehouse.hadoop());
  }

  /** The run whose folder a data file lies in. */
  private static String run(String file) {
    String below = file.substring(file.lastIndexOf("/data/") + "/data/".length());
    return below.substring(0, below.indexOf('/'));
  }
}
