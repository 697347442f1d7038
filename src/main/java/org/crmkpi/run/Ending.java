package org.crmkpi.run;

import java.io.File;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.warehouse.Warehouse;

/**
 * The last words of a run that failed: whose turn it is and which place it was, whatever part of
 * the run stumbled over it.
 */
final class Ending {
  private static final String FULL = "No space left on device";

  private final SparkSession spark;
  private final Warehouse warehouse;

  Ending(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** Does the work of a run. Spark throws checked exceptions where no signature says so. */
  <T> T of(Supplier<T> run) {
    try {
      return run.get();
    } catch (Exception thrown) {
      throw told(thrown);
    }
  }

  private RuntimeException told(Exception thrown) {
    if (isFull(thrown)) {
      return full(thrown);
    }
    Category category =
        thrown instanceof CrmFailure known ? known.category() : SparkFailures.category(thrown);
    if (category == Category.BUG && spark.sparkContext().isStopped()) {
      return failed(thrown, Category.OUTSIDE, "Spark ended in the middle of the run");
    }
    return thrown instanceof CrmFailure || category == Category.BUG
        ? unchecked(thrown)
        : failed(thrown, category, "the run could not be completed");
  }

  private CrmFailure failed(Exception thrown, Category category, String what) {
    return CrmFailure.because(
        thrown,
        category,
        warehouse.root(),
        what + "; readers see the newest release",
        "run again.");
  }

  private static RuntimeException unchecked(Exception thrown) {
    return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
  }

  private CrmFailure full(Exception thrown) {
    String first = String.valueOf(thrown.getMessage()).replaceFirst("(?s)\n  Next: .*", "");
    return CrmFailure.of(
        Category.OUTSIDE,
        warehouse.root(),
        "a disk is full; readers see the newest release",
        first + "\nFree: " + free(),
        "make room, then run again.");
  }

  private static boolean isFull(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .anyMatch(each -> String.valueOf(each.getMessage()).contains(FULL));
  }

  /** What is left where this process writes. */
  private String free() {
    Stream<File> tables =
        Stream.of(new Path(warehouse.location()).toUri())
            .filter(uri -> "file".equals(uri.getScheme()))
            .map(uri -> new File(uri.getPath()));
    Stream<File> local =
        Stream.ofNullable(SparkEnv.get())
            .flatMap(env -> Arrays.stream(env.blockManager().diskBlockManager().localDirs()))
            .map(File::getParentFile);
    return Stream.concat(tables, local)
        .distinct()
        .map(Ending::free)
        .collect(Collectors.joining(", "));
  }

  private static String free(File folder) {
    return String.format(
        Locale.ROOT,
        "%,d KB of %,d KB in %s",
        folder.getUsableSpace() >> 10,
        folder.getTotalSpace() >> 10,
        folder);
  }
}
