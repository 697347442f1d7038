package org.crmkpi.cli;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.crmkpi.run.TableResult;
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
    ReleasedNight night = ReleasedNight.newest(options);
    List<TableResult> results;
    try (NightProgress progress = NightProgress.onStderr()) {
      results =
          night.job(clock, progress).backfill(night.arguments(), night.sources(), tables, reason);
    }
    System.err.println(NightProgress.end(night.release().asOf(), results));
    return 0;
  }
}
