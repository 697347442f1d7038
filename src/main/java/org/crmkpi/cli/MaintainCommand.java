package org.crmkpi.cli;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.query.TextLayout;
import org.crmkpi.run.CleanedTable;
import org.crmkpi.run.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Does by hand what every run does at its end: removes what nobody needs any more. */
@Command(
    name = "maintain",
    description = {
      "Removes files and log entries that no release of the last retention.days needs, and what",
      "killed runs left. Every run does so at its end."
    },
    mixinStandardHelpOptions = true)
final class MaintainCommand implements Callable<Integer> {
  private final Clock clock;

  @Mixin private WarehouseOptions options = new WarehouseOptions();

  MaintainCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Project project = options.project();
    SparkSession spark = options.session(project);
    Job job =
        new Job(
            spark,
            project.catalogue(),
            project.settings(),
            options.warehouse(project, spark),
            clock,
            NightProgress.ofNotes());
    System.out.print(
        TextLayout.aligned(
            List.of("table", "files", "bytes"),
            job.maintain().stream().map(MaintainCommand::line).toList(),
            List.of(false, true, true)));
    return 0;
  }

  private static String[] line(CleanedTable table) {
    return new String[] {
      table.table(), words(table.removed().files()), words(table.removed().bytes())
    };
  }

  private static String words(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
