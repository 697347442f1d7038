package org.crmkpi.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the benchmark works.
 *
 * @param root the folder given by {@code --dir}
 */
record BenchFolder(Path root) {
  private static final String PARQUET = ".parquet";

  /** Where a source finds the deliveries that have arrived so far. */
  Path arrived() {
    return root.resolve("arrived");
  }

  Path warehouse() {
    return root.resolve("warehouse");
  }

  /** Tables of the newest release as plain Parquet: the input of DuckDB, and what is compared. */
  Path released(String table) {
    return root.resolve("released").resolve(table);
  }

  /** The same table as DuckDB computes it. */
  Path oracle(String table) {
    return root.resolve("duckdb").resolve(table + PARQUET);
  }

  /** Names of the tables that DuckDB has computed. */
  List<String> oracleTables() {
    String[] files = root.resolve("duckdb").toFile().list();
    return Stream.of(files == null ? new String[0] : files)
        .map(file -> file.replace(PARQUET, ""))
        .sorted()
        .toList();
  }

  /** The same table as a plain Spark job writes it. */
  Path plain(String table) {
    return root.resolve("plain").resolve(table);
  }

  /** Where engines put what does not fit into memory. */
  Path scratch() {
    return root.resolve("scratch");
  }

  Path timings(String engine) {
    return root.resolve("timings").resolve(engine + ".tsv");
  }

  Path log(String step) {
    return root.resolve("logs").resolve(step.replace(' ', '-') + ".log");
  }

  Path report() {
    return root.resolve("report.md");
  }
}
