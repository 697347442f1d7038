package org.crmkpi.bench;

import java.nio.file.Path;

/**
 * Where the benchmark works.
 *
 * @param root the folder given by {@code --dir}
 */
record BenchFolder(Path root) {
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
    return root.resolve("duckdb").resolve(table + ".parquet");
  }

  /** The same table as a plain Spark job writes it. */
  Path plain(String table) {
    return root.resolve("plain").resolve(table);
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
