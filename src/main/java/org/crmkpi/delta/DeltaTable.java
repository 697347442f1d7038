package org.crmkpi.delta;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.lock.Fence;

/**
 * A Delta table at a path. Rows are staged first, as Parquet files that no version names, and then
 * shown to readers by one commit.
 */
public final class DeltaTable {
  /** Stands for a table that does not exist yet, where a version is asked for. */
  public static final long NO_VERSION = -1;

  private final Path root;
  private final Configuration hadoop;
  private final Fence fence;
  private final KernelLog log;

  private DeltaTable(Path root, Configuration hadoop, Fence fence) {
    this.root = root;
    this.hadoop = hadoop;
    this.fence = fence;
    this.log = new KernelLog(root.toString(), hadoop, fence);
  }

  /**
   * The table at {@code path}, which need not exist yet.
   *
   * @param fence is asked before every commit
   */
  public static DeltaTable at(String path, Configuration hadoop, Fence fence) {
    Path given = new Path(path);
    try {
      return new DeltaTable(given.getFileSystem(hadoop).makeQualified(given), hadoop, fence);
    } catch (IOException unreachable) {
      throw outside(unreachable, given, "cannot be reached");
    }
  }

  /** The newest version, if the table exists. */
  public Optional<Version> newest() {
    return log.newest();
  }

  /** A version by number; fails when the table does not have it. */
  public Version version(long number) {
    return find(number)
        .orElseThrow(
            () ->
                CrmFailure.of(
                    Category.OUTSIDE,
                    root.toString(),
                    "has no version " + number,
                    "",
                    "read a newer release: those older than retention.days are gone."));
  }

  /** A version by number, unless the table never had it or has it no longer. */
  public Optional<Version> find(long number) {
    return log.find(number);
  }

  /**
   * Writes rows below the table's folder without committing them.
   *
   * @param attempt a name that no other attempt of this table uses
   */
  public StagedRows stage(Dataset<Row> rows, String attempt) {
    Path folder = new Path(root, attempt);
    rows.write().options(Sought.SHORT_PAGES).mode(SaveMode.Overwrite).parquet(folder.toString());
    try {
      return new StagedRows(rows.schema().asNullable(), ParquetFiles.list(hadoop, folder));
    } catch (IOException unreadable) {
      throw outside(unreadable, folder, "the files just written cannot be read");
    }
  }

  /** The same, each file sorted by a column, so that {@link Sought} values of it are found fast. */
  public StagedRows stage(Dataset<Row> rows, String attempt, Optional<String> sortedBy) {
    return stage(sortedBy.map(rows::sortWithinPartitions).orElse(rows), attempt);
  }

  /** Shows exactly the staged rows to readers from now on; returns the new version. */
  public long replace(StagedRows staged) {
    return commit(Change.replace(staged, Map.of())).number();
  }

  /** Shows the staged rows beside those that are there; returns the new version. */
  public long append(StagedRows staged) {
    return commit(Change.append(staged, Map.of())).number();
  }

  /** Makes a change in one commit; returns the new version. */
  public Version commit(Change change) {
    return log.commit(change);
  }

  /** Deletes staged rows that no version names. */
  public void discard(String attempt) {
    Path folder = new Path(root, attempt);
    try {
      folder.getFileSystem(hadoop).delete(folder, true);
    } catch (IOException undeletable) {
      throw outside(undeletable, folder, "staged rows cannot be deleted");
    }
  }

  /**
   * Rows that were staged below the table's folder and that a version names in its facts; empty
   * when they are there no longer.
   */
  public Optional<Dataset<Row>> staged(SparkSession spark, StructType schema, String attempt) {
    try {
      List<DataFile> files = ParquetFiles.list(hadoop, new Path(root, attempt));
      return files.isEmpty()
          ? Optional.empty()
          : Optional.of(ParquetFiles.read(spark, schema, files));
    } catch (IOException unreadable) {
      throw outside(unreadable, new Path(root, attempt), "staged rows cannot be read");
    }
  }

  /**
   * Removes for good what no version from a certain one on needs; older ones cannot be read any
   * more. Nobody may write to the table meanwhile.
   *
   * @param oldest the version; when empty, one that leaves the newest ten at least
   */
  public Removed removeLeftovers(Version newest, Optional<Long> oldest) {
    try {
      return new Leftovers(root, hadoop, newest).remove(oldest, fence);
    } catch (IOException unremovable) {
      throw outside(unremovable, root, "what nobody needs any more cannot be removed");
    }
  }

  /** The same, unless a version was committed since {@code after}. */
  public long append(StagedRows staged, long after) {
    return log.commit(Change.append(staged, Map.of()), after).number();
  }

  /**
   * Commits the number of the fence without rows, and creates the table where it is missing; no
   * earlier holder can append after what it knew as the newest version. Returns the new version.
   */
  public long mark(StructType schema) {
    return log.mark(schema);
  }

  /** The largest number that marks the table; 0 when none does. */
  public long newestMark() {
    return log.newestMark();
  }

  private static CrmFailure outside(IOException cause, Path where, String what) {
    return CrmFailure.because(
        cause, Category.OUTSIDE, where.toString(), what, "check the store and run again.");
  }
}
