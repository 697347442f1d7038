package org.crmkpi.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.report.KpiSummary;
import org.crmkpi.run.TableResult;
import org.crmkpi.run.Wish;
import org.crmkpi.source.SourceRequest;
import org.crmkpi.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From nothing to figures: writes the fictional CRM, runs a night over it, prints a summary. */
@Command(
    name = "demo",
    description = "Writes the CRM of a fictional company, runs a night over it, prints its KPIs.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private final Clock clock;

  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Customers of the company, 100 to 5,000,000. Default: ${DEFAULT-VALUE}.")
  private long customers;

  @Option(
      names = "--orders-per-customer",
      paramLabel = "N",
      defaultValue = "5",
      description = "Mean orders of a customer, 2 to 60. Default: ${DEFAULT-VALUE}.")
  private double ordersPerCustomer;

  DemoCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Project project = options.project();
    DemoSettings demo = company();
    String root = options.demoRoot(project);
    Path files = Path.of(root, "files", "customers-" + customers + "-" + ordersPerCustomer);
    ReleaseQuery release;
    List<TableResult> results;
    Path report = ReportFile.within(root);
    try (NightProgress progress = NightProgress.onStderr()) {
      write(files, demo, progress);
      progress.begins("starting Spark");
      NightSetup setup =
          NightSetup.of(
              project,
              List.of(new SourceRequest("demo", Optional.of(files))),
              DemoCrm.lastNight(demo));
      SparkSession spark = options.session(setup.project());
      Warehouse warehouse = Warehouse.of(spark, root);
      progress.begins("loading");
      results =
          setup
              .job(spark, warehouse, clock, progress)
              .run(setup.arguments(), setup.sources(), Wish.changes());
      progress.begins("writing the report");
      release = new ReleaseQuery(spark, warehouse, Optional.empty());
      ReportFile.write(report, release, project.catalogue(), setup.arguments().business(), "en");
    }
    System.err.println(NightProgress.end(DemoCrm.lastNight(demo), results));
    System.out.print(KpiSummary.of(release));
    System.out.println("The report of this night, to be opened in a browser: " + report);
    return 0;
  }

  private DemoSettings company() {
    try {
      return DemoSettings.of(customers).withOrdersPerCustomer(ordersPerCustomer);
    } catch (IllegalArgumentException outOfRange) {
      throw CrmFailure.of(
          Category.INVOCATION, "demo", outOfRange.getMessage(), "", "choose another number.");
    }
  }

  private static void write(Path files, DemoSettings demo, NightProgress progress) {
    if (Files.exists(files)) {
      return;
    }
    progress.note("Writing the exports of %,d customers to %s".formatted(demo.customers(), files));
    progress.begins("writing the exports");
    Path unfinished = files.resolveSibling(files.getFileName() + ".unfinished");
    try {
      DemoCrm.write(unfinished, demo);
      Files.move(unfinished, files);
    } catch (IOException | UncheckedIOException unwritable) {
      throw CrmFailure.because(
          unwritable,
          Category.OUTSIDE,
          files.toString(),
          "the demo files cannot be written",
          "take " + unfinished + " away, or choose another --warehouse.");
    }
  }
}
