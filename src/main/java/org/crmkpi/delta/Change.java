package org.crmkpi.delta;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/**
 * What one commit does to a table.
 *
 * @param schema columns from now on
 * @param added files that readers see from now on
 * @param removes which files they see no longer
 * @param marked files of which they see some rows no longer
 * @param facts what else is kept with the version, as properties of the table
 */
public record Change(
    StructType schema,
    List<DataFile> added,
    Removes removes,
    List<Marked> marked,
    Map<String, String> facts) {

  /** A file that keeps its place and loses some rows. */
  public record Marked(DataFile file, Positions positions) {}

  /** False when readers see the same rows as before. */
  boolean changesRows() {
    return !(removes instanceof Removes.Nothing) || !added.isEmpty();
  }

  /** Files that a commit takes out. */
  public sealed interface Removes {
    /** All files of the version before. */
    record Everything() implements Removes {}

    /** None. */
    record Nothing() implements Removes {}

    /** These files. */
    record Files(List<DataFile> files) implements Removes {}
  }

  /** Shows exactly the staged rows. */
  public static Change replace(StagedRows staged, Map<String, String> facts) {
    return new Change(staged.schema(), staged.files(), new Removes.Everything(), List.of(), facts);
  }

  /** Shows the staged rows beside those that are there. */
  public static Change append(StagedRows staged, Map<String, String> facts) {
    return new Change(staged.schema(), staged.files(), new Removes.Nothing(), List.of(), facts);
  }

  /** Shows the staged rows in place of some files and of some rows of others. */
  public static Change exchange(
      StagedRows staged, List<DataFile> files, List<Marked> marked, Map<String, String> facts) {
    return new Change(staged.schema(), staged.files(), new Removes.Files(files), marked, facts);
  }

  /** Keeps the rows and remembers other facts. */
  public static Change remember(Version version, Map<String, String> facts) {
    return new Change(version.schema(), List.of(), new Removes.Nothing(), List.of(), facts);
  }
}
