package org.crmkpi.bench;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.run.Arguments;
import org.crmkpi.testing.Project;
import org.crmkpi.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One step of the benchmark in a process of its own; the benchmark itself starts these. */
@Command(name = "step", hidden = true)
final class StepCommand implements Callable<Integer> {
  /** What can be done. */
  enum Kind {
    /** Copy the release to plain Parquet. */
    RELEASED,
    /** Compute everything with DuckDB. */
    DUCKDB,
    /** Compute everything with Spark and nothing else. */
    PLAIN
  }

  @Parameters(paramLabel = "KIND")
  private Kind kind = Kind.RELEASED;

  @Option(names = "--dir", required = true)
  private Path dir = Path.of(".");

  @Option(names = "--as-of", required = true)
  private LocalDate asOf = LocalDate.EPOCH;

  @Override
  public Integer call() {
    Catalogue catalogue = Project.catalogue();
    BenchFolder folder = new BenchFolder(dir);
    Arguments arguments = new Arguments(asOf, Project.arguments().business());
    switch (kind) {
      case RELEASED -> released(catalogue, folder, arguments);
      case DUCKDB -> duckDb(catalogue, folder, arguments);
      case PLAIN -> new PlainJob(catalogue, folder).write(PlainJob.session(arguments), arguments);
    }
    return 0;
  }

  private static void released(Catalogue catalogue, BenchFolder folder, Arguments arguments) {
    SparkSession spark = PlainJob.session(arguments);
    Warehouse warehouse = Warehouse.of(spark, folder.warehouse().toString());
    new ReleasedTables(catalogue, folder).write(spark, warehouse);
  }

  private static void duckDb(Catalogue catalogue, BenchFolder folder, Arguments arguments) {
    OracleQueries queries = OracleQueries.read(Project.home().resolve("src/test/bench"));
    try (DuckDb duck = DuckDb.open(folder.scratch())) {
      new OracleRun(catalogue, queries, folder).write(duck, arguments);
    }
  }
}
