package org.crmkpi.cli;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.query.TextLayout;
import org.crmkpi.run.PlannedNight;
import org.crmkpi.run.PlannedTable;
import org.crmkpi.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what a run would do; writes nothing. */
@Command(
    name = "plan",
    description = "Says for each table what a run would compute and why, or why not.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final Clock clock;

  @Mixin private RunOptions options = new RunOptions();

  PlanCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    NightSetup setup = NightSetup.of(options, clock);
    SparkSession spark = options.warehouse().session(setup.project());
    Warehouse warehouse = options.warehouse().warehouse(setup.project(), spark);
    PlannedNight night =
        setup
            .job(spark, warehouse, clock, NightProgress.ofNotes())
            .inspection()
            .plan(setup.arguments(), setup.sources(), options.wish());
    System.out.print(
        TextLayout.aligned(
            List.of("table", "does", "keys", "why"),
            night.tables().stream().map(PlanCommand::line).toList(),
            List.of(false, false, true, false)));
    return night.refusals().isEmpty() ? 0 : Category.DATA.exitCode();
  }

  private static String[] line(PlannedTable table) {
    return new String[] {
      table.contract().qualifiedName(),
      table.does().words(),
      table.keys().map(keys -> String.format(Locale.ROOT, "%,d", keys)).orElse(null),
      table.why()
    };
  }
}
