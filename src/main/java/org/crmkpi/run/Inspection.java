package org.crmkpi.run;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Settings;
import org.crmkpi.plan.Step;
import org.crmkpi.source.LoadedSources;
import org.crmkpi.source.Lookahead;
import org.crmkpi.source.RawLoad;
import org.crmkpi.source.Source;
import org.crmkpi.table.Contract;
import org.crmkpi.warehouse.Releases.Release;
import org.crmkpi.warehouse.TableStates;
import org.crmkpi.warehouse.Warehouse;

/** What a run would do, and whether a release is what it must be. Nothing is written. */
public final class Inspection {
  private final SparkSession spark;
  private final Catalogue catalogue;
  private final Settings settings;
  private final Warehouse warehouse;
  private final Clock clock;
  private final Progress progress;

  /** An inspection of one warehouse; {@code clock} names the run that would be. */
  Inspection(
      SparkSession spark,
      Catalogue catalogue,
      Settings settings,
      Warehouse warehouse,
      Clock clock,
      Progress progress) {
    this.spark = spark;
    this.catalogue = catalogue;
    this.settings = settings;
    this.warehouse = warehouse;
    this.clock = clock;
    this.progress = progress;
  }

  /** What a run would do with each table, and why. */
  public PlannedNight plan(Arguments arguments, List<Source> sources, Wish wish) {
    NightRequest request =
        NightRequest.at(clock.instant(), arguments, sources.stream().map(Source::name).toList());
    SparkSession session = Workers.inZone(spark, arguments.business());
    Lookahead lookahead =
        RawLoad.look(session, sources, warehouse.root(), request.runId(), arguments.asOf());
    lookahead.notices().forEach(progress::note);
    lookahead.refusals().forEach(why -> progress.note("the load would be refused: " + why));
    Outlook outlook =
        new Outlook(session, catalogue, settings, warehouse, request, sources, lookahead, wish);
    return new PlannedNight(
        outlook.of(TableOrder.of(catalogue, sources, wish.select())), lookahead.refusals());
  }

  /**
   * Holds every table of a release to its commit and contract, and, with a sample, to a rebuild.
   *
   * @param arguments day and rules of the release
   * @param sources of the release
   */
  public List<Audited> check(
      Release release, Arguments arguments, List<Source> sources, Optional<Sample> sample) {
    LoadedSources loaded =
        RawLoad.loaded(
            Workers.inZone(spark, arguments.business()),
            sources,
            warehouse.root(),
            release.id(),
            release.asOf());
    TableStates states = new TableStates(catalogue, warehouse, settings.fewRows());
    List<Audited> audited = new ArrayList<>();
    try (Workers workers = new Workers(spark, arguments.business(), 1, settings)) {
      for (Step step : TableOrder.of(catalogue, sources, List.of())) {
        Contract contract = step.contract();
        if (release.versions().containsKey(contract.name())) {
          long rows = contract.isEntity() ? loaded.countingRows() : states.inputRows(contract);
          audited.add(
              workers.inSession(
                  contract.qualifiedName(),
                  rows,
                  session ->
                      audited(
                          new Audit(session, catalogue, warehouse, release, arguments, sources),
                          loaded,
                          step,
                          sample)));
        }
      }
    }
    return audited;
  }

  private static Audited audited(
      Audit audit, LoadedSources loaded, Step step, Optional<Sample> sample) {
    try {
      Audited files = audit.files(step.contract());
      return files.isWrong() || sample.isEmpty()
          ? files
          : audit.rebuilt(step, loaded, sample.get());
    } catch (Exception wrong) {
      throw Night.failure(step.contract(), wrong);
    }
  }
}
