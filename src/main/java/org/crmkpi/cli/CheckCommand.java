package org.crmkpi.cli;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.query.TextLayout;
import org.crmkpi.run.Audited;
import org.crmkpi.run.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds the newest release to what it must be. */
@Command(
    name = "check",
    description = {
      "Reads every table of the newest release: its rows are those that were published, and its",
      "checks hold. With --rebuild-sample also computes rows again and compares them."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int MOST_KEYS = 100_000;

  private final Clock clock;

  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Option(
      names = "--rebuild-sample",
      paramLabel = "N",
      description = {
        "Compute the rows of N random keys of each table again, 1 to 100,000: of entities from the",
        "raw rows, of the others from their inputs. Tables that are always computed in full are",
        "compared in full."
      })
  private Optional<Integer> keys = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Picks the keys; the same N picks the same ones. Default: another each time.")
  private Optional<Long> seed = Optional.empty();

  CheckCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Optional<Sample> sample = keys.map(count -> new Sample(inRange(count), seed()));
    sample.ifPresent(each -> System.err.println("Keys are picked by --seed " + each.seed()));
    ReleasedNight night = ReleasedNight.newest(options);
    List<Audited> tables =
        night
            .job(clock, NightProgress.ofNotes())
            .inspection()
            .check(night.release(), night.arguments(), night.sources(), sample);
    System.out.print(
        TextLayout.aligned(
            List.of("table", "keys", "found"),
            tables.stream().map(CheckCommand::line).toList(),
            List.of(false, true, false)));
    tables.stream().filter(Audited::isWrong).findFirst().ifPresent(this::fail);
    return 0;
  }

  private void fail(Audited wrong) {
    String table = wrong.contract().name();
    throw CrmFailure.of(
        Category.DATA,
        wrong.contract().qualifiedName(),
        wrong.found(),
        wrong.evidence().isEmpty() ? "" : "First: " + String.join("\n", wrong.evidence()),
        wrong.contract().isEntity()
            ? "crm-kpi run --full maps it again; please report the difference."
            : "crm-kpi backfill %s --reason ... computes it again; please report the difference."
                .formatted(table));
  }

  private long seed() {
    return seed.orElseGet(clock::millis);
  }

  private static int inRange(int count) {
    if (count < 1 || count > MOST_KEYS) {
      throw CrmFailure.of(
          Category.INVOCATION,
          "--rebuild-sample",
          count + " is not between 1 and 100,000",
          "",
          "choose another number.");
    }
    return count;
  }

  private static String[] line(Audited table) {
    return new String[] {
      table.contract().qualifiedName(),
      table.keys().map(keys -> String.format(Locale.ROOT, "%,d", keys)).orElse(null),
      table.found()
    };
  }
}
