package org.crmkpi.source;

import static java.util.stream.Collectors.flatMapping;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.Version;
import org.crmkpi.lock.Fence;
import org.crmkpi.session.Effort;

/**
 * Takes what the sources delivered into the raw tables. Everything is looked at first: when any
 * feed of any source is refused, nothing is written. Content that was loaded before, whatever its
 * name is now, is not loaded again.
 */
public final class RawLoad {
  /** Hardly a row is shorter. */
  private static final long ROW_BYTES = 32;

  private final double rejectedShareLimit;

  /**
   * A load with a limit.
   *
   * @param rejectedShareLimit share of the new rows of a feed that may be malformed
   */
  public RawLoad(double rejectedShareLimit) {
    this.rejectedShareLimit = rejectedShareLimit;
  }

  /**
   * Loads all feeds of the sources.
   *
   * @param root folder or URL of the warehouse
   * @param fence is asked before every commit
   * @param runId names the load; sorts by time
   * @param asOf the day for which the files were delivered
   */
  public LoadedSources load(
      SparkSession session,
      List<Source> sources,
      String root,
      Fence fence,
      String runId,
      LocalDate asOf,
      Clock clock) {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    RawTables tables = new RawTables(root, hadoop, fence);
    Register register = new Register(session, tables);
    Map<Feed, Optional<Version>> before = new HashMap<>();
    Horizon run = new Horizon(asOf, runId);
    Instant at = clock.instant();
    List<Intake> intakes = inspect(sources, tables, register, before, run);
    refuse(intakes);
    List<Staged> staged =
        intakes.stream()
            .map(intake -> stage(session, tables, intake, before.get(intake.feed()), at))
            .toList();
    List<Listed> lines =
        Stream.concat(
                staged.stream().flatMap(each -> each.lines().stream()),
                intakes.stream().flatMap(each -> each.touched(at).stream()))
            .toList();
    if (!lines.isEmpty()) {
      register.append(lines, runId, at);
    }
    Map<String, Horizon> horizons =
        sources.stream().collect(toMap(Source::name, source -> run.over(lines(source, staged))));
    return new LoadedSources(
        run, staged.stream().map(each -> show(each, tables, before, horizons)).toList());
  }

  /** What a load would find, and what those before it left; nothing is written. */
  public static Lookahead look(
      SparkSession session, List<Source> sources, String root, String runId, LocalDate asOf) {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    RawTables tables = new RawTables(root, hadoop, Fence.NONE);
    Map<Feed, Optional<Version>> before = new HashMap<>();
    Horizon run = new Horizon(asOf, runId);
    List<Intake> intakes = inspect(sources, tables, new Register(session, tables), before, run);
    return new Lookahead(earlier(run, intakes, before), intakes);
  }

  /** What the loads up to a run left, without a look at the directories of the sources. */
  public static LoadedSources loaded(
      SparkSession session, List<Source> sources, String root, String runId, LocalDate asOf) {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    RawTables tables = new RawTables(root, hadoop, Fence.NONE);
    List<Listed> known =
        new Register(session, tables).lines(sources.stream().map(Source::name).toList());
    Map<Feed, Optional<Version>> raw = new HashMap<>();
    Horizon run = new Horizon(asOf, runId);
    List<Intake> intakes = new ArrayList<>();
    for (Source source : sources) {
      for (Feed feed : source.feeds()) {
        Optional<Version> newest = tables.table(feed.rawTable()).newest();
        raw.put(feed, newest);
        FeedHistory history = FeedHistory.of(feed, known, RawTables.locations(newest));
        intakes.add(new Intake(feed, history, run, List.of(), List.of(), List.of()));
      }
    }
    return earlier(run, intakes, raw);
  }

  private static LoadedSources earlier(
      Horizon run, List<Intake> intakes, Map<Feed, Optional<Version>> raw) {
    Map<String, List<Listed>> bySource =
        intakes.stream()
            .collect(
                groupingBy(
                    intake -> intake.feed().source(),
                    flatMapping(intake -> intake.history().lines().stream(), toList())));
    return new LoadedSources(
        run,
        intakes.stream()
            .map(
                intake -> {
                  Horizon horizon = run.over(bySource.get(intake.feed().source()));
                  return new LoadedFeed(
                      intake, intake.history(), horizon, List.of(), raw.get(intake.feed()));
                })
            .toList());
  }

  private static LoadedFeed show(
      Staged staged,
      RawTables tables,
      Map<Feed, Optional<Version>> before,
      Map<String, Horizon> horizons) {
    Feed feed = staged.intake().feed();
    return staged.show(tables, before.get(feed), horizons.get(feed.source()));
  }

  private static List<Listed> lines(Source source, List<Staged> staged) {
    return staged.stream()
        .filter(each -> each.intake().feed().source().equals(source.name()))
        .flatMap(each -> each.history().lines().stream())
        .toList();
  }

  private static List<Intake> inspect(
      List<Source> sources,
      RawTables tables,
      Register register,
      Map<Feed, Optional<Version>> before,
      Horizon run) {
    List<Listed> known = register.lines(sources.stream().map(Source::name).toList());
    List<Intake> intakes = new ArrayList<>();
    for (Source source : sources) {
      SourceListing listing = SourceListing.of(source.directory());
      for (Feed feed : source.feeds()) {
        Optional<Version> raw = tables.table(feed.rawTable()).newest();
        before.put(feed, raw);
        FeedHistory history = FeedHistory.of(feed, known, RawTables.locations(raw));
        intakes.add(Inspection.of(source, feed, listing, history, run));
      }
    }
    return intakes;
  }

  private static void refuse(List<Intake> intakes) {
    List<String> refusals = intakes.stream().flatMap(intake -> intake.refusals().stream()).toList();
    if (!refusals.isEmpty()) {
      throw CrmFailure.of(
          Category.DATA,
          "the load",
          "what was delivered is refused; nothing was loaded or published",
          String.join("\n", refusals),
          "deliver it again, or mend source.conf, then run again.");
    }
  }

  private Staged stage(
      SparkSession session, RawTables tables, Intake intake, Optional<Version> before, Instant at) {
    List<Arrival> fresh = List.copyOf(intake.fresh());
    if (fresh.isEmpty()) {
      return Staged.nothing(intake);
    }
    Effort.forRows(
        session, fresh.stream().mapToLong(each -> each.file().bytes()).sum() / ROW_BYTES);
    RawWriter writer = new RawWriter(session, tables, intake.feed(), intake.run().load(), at);
    boolean isParquet = intake.feed().shape().format() == FileShape.Format.PARQUET;
    StagedContents contents = isParquet ? writer.parquet(fresh) : writer.text(fresh);
    fresh.forEach(arrival -> unchanged(intake.feed(), arrival));
    Staged staged = Staged.of(intake, contents, tables.hadoop());
    staged.checkShare(session, rejectedShareLimit);
    new SideBySide(session, staged, before).check();
    return staged;
  }

  private static void unchanged(Feed feed, Arrival arrival) {
    try {
      if (arrival.file().hasChanged()) {
        throw CrmFailure.of(
            Category.DATA,
            "feed " + feed.shown(),
            arrival.file().name() + " changed while it was read; nothing was published",
            "",
            "run again once it is complete.");
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
