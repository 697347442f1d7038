package org.crmkpi.cli;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Problems;
import org.crmkpi.run.Arguments;
import org.crmkpi.run.Job;
import org.crmkpi.run.Releases;
import org.crmkpi.run.Releases.Release;
import org.crmkpi.run.TableResult;
import org.crmkpi.run.Warehouse;
import org.crmkpi.source.Source;
import org.crmkpi.source.SourceFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes tables anew, for a reason that is recorded. */
@Command(
    name = "backfill",
    description =
        "Computes tables and those that depend on them anew, as of the newest release, and releases.",
    mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {
  private final Clock clock;

  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Parameters(paramLabel = "TABLE", split = ",", description = "The tables.")
  private List<String> tables = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why; crm_ops.table_runs keeps it.")
  private String reason = "";

  BackfillCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Project project = options.project();
    SparkSession spark = options.session(project);
    Warehouse warehouse = options.warehouse(project, spark);
    Releases releases = new Releases(spark, warehouse);
    Release release =
        releases
            .newest()
            .orElseThrow(
                () ->
                    CrmFailure.of(
                        Category.INVOCATION,
                        warehouse.root(),
                        "has no release yet, so there is nothing to compute anew",
                        "",
                        "crm-kpi run first."));
    Problems problems = new Problems();
    List<Source> sources =
        SourceFolders.declared(project.sources(), releases.sources(release), problems);
    Arguments arguments =
        new Arguments(release.asOf(), SourceBusiness.of(project, sources, problems));
    problems.throwIfAny("sources", "mend these lines; nothing was started.");
    List<TableResult> results =
        new Job(
                spark,
                project.catalogue(),
                project.settings(),
                warehouse,
                clock,
                NightProgress.onStderr())
            .backfill(arguments, sources, tables, reason);
    System.err.println(NightProgress.end(release.asOf(), results));
    return 0;
  }
}
