package org.crmkpi.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.crmkpi.run.Wish;
import org.crmkpi.source.SourceRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a run computes; shared by run and plan. */
final class RunOptions {
  @Mixin private WarehouseOptions warehouse = new WarehouseOptions();

  @Option(
      names = "--source",
      paramLabel = "NAME[=DIR]",
      required = true,
      converter = SourceOption.class,
      description = "A folder of conf/sources and where its files are; may be given several times.")
  private List<SourceRequest> sources = List.of();

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Last business day that counts. Default: yesterday in the business zone.")
  private Optional<LocalDate> asOf = Optional.empty();

  @Option(
      names = "--select",
      paramLabel = "TABLE",
      split = ",",
      description = "Only these tables and what depends on them.")
  private List<String> select = List.of();

  @Option(names = "--full", description = "Compute everything anew from what was loaded.")
  private boolean full;

  WarehouseOptions warehouse() {
    return warehouse;
  }

  List<SourceRequest> sources() {
    return sources;
  }

  List<String> select() {
    return select;
  }

  Wish wish() {
    return full ? Wish.full(select) : Wish.selected(select);
  }

  LocalDate asOf(Clock clock, ZoneId zone) {
    return asOf.orElseGet(() -> LocalDate.ofInstant(clock.instant(), zone).minusDays(1));
  }
}
