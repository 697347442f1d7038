package org.crmkpi.cli;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.publish.Publication;
import org.crmkpi.publish.Publisher;
import org.crmkpi.run.TableResult;
import org.crmkpi.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Loads sources and publishes a release. */
@Command(
    name = "run",
    description = "Loads the sources, computes all tables and releases them together.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private final Clock clock;

  @Mixin private RunOptions options = new RunOptions();

  RunCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    NightSetup setup = NightSetup.of(options, clock);
    Project project = setup.project();
    List<TableResult> results;
    SparkSession spark;
    Warehouse warehouse;
    try (NightProgress progress = NightProgress.onStderr()) {
      progress.begins("starting Spark");
      spark = options.warehouse().session(project);
      warehouse = options.warehouse().warehouse(project, spark);
      progress.begins("loading");
      results =
          setup
              .job(spark, warehouse, clock, progress)
              .run(setup.arguments(), setup.sources(), options.wish());
    }
    System.err.println(NightProgress.end(setup.arguments().asOf(), results));
    Publisher publisher =
        new Publisher(spark, project.catalogue(), warehouse, project.settings().publish());
    for (String database : project.settings().publish().afterRun()) {
      Publication publication = publisher.publish(database, Optional.empty(), false);
      System.err.println(PublishCommand.end(database, publication));
    }
    return 0;
  }
}
