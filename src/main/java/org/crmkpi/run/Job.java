package org.crmkpi.run;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Business;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Settings;
import org.crmkpi.lock.Fence;
import org.crmkpi.lock.WarehouseLock;
import org.crmkpi.plan.Step;
import org.crmkpi.source.Commonest;
import org.crmkpi.source.Source;
import org.crmkpi.warehouse.Releases;
import org.crmkpi.warehouse.TableStates;
import org.crmkpi.warehouse.Warehouse;

/** A run from its sources to a release: lock, load, compute, record, release. */
public final class Job {
  private final SparkSession spark;
  private final Catalogue catalogue;
  private final Settings settings;
  private final Warehouse warehouse;
  private final Clock clock;
  private final Progress progress;

  /** A job on one warehouse; {@code clock} stamps what is recorded and decides nothing else. */
  public Job(
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

  /** What can be asked of the same warehouse without the lock. */
  public Inspection inspection() {
    return new Inspection(spark, catalogue, settings, warehouse, clock, progress);
  }

  /**
   * Runs and releases. Selected tables are computed alone only when no new rows came: new rows go
   * through the whole night. When a table fails, everything is recorded, nothing is released, and
   * the first failure is thrown.
   *
   * @return what was done with each table
   */
  public List<TableResult> run(Arguments arguments, List<Source> sources, Wish wish) {
    return alone(job -> job.runAlone(arguments, sources, wish));
  }

  /** Removes what is older than the retention time and what killed runs left, table by table. */
  public List<CleanedTable> maintain() {
    return alone(job -> job.retention().clean());
  }

  private Retention retention() {
    return new Retention(spark, catalogue, warehouse, settings.retentionDays(), clock.instant());
  }

  /**
   * Computes tables and those that depend on them anew, from the entities as they are, and
   * releases.
   *
   * @param sources of the release before, whose day and rules the arguments are of
   */
  public List<TableResult> backfill(
      Arguments arguments, List<Source> sources, List<String> tables, String reason) {
    tables.stream()
        .map(name -> catalogue.table(name).contract())
        .filter(contract -> !contract.isDerived())
        .findFirst()
        .ifPresent(
            other -> {
              throw CrmFailure.of(
                  Category.INVOCATION,
                  other.qualifiedName(),
                  "is not computed from other tables",
                  "",
                  "crm-kpi run --full maps entities again.");
            });
    List<Step> steps = TableOrder.of(catalogue, sources, tables);
    Set<String> affected =
        steps.stream().map(step -> step.contract().name()).collect(Collectors.toSet());
    Wish wish = Wish.backfill(tables, affected, reason);
    return alone(job -> job.runAlone(arguments, sources, wish));
  }

  private <T> T alone(Function<Job, T> work) {
    return new Ending(spark, warehouse)
        .of(
            () ->
                WarehouseLock.of(settings.lock(), warehouse.location())
                    .holding(
                        new Releases(spark, warehouse)::newestHolder,
                        fence -> work.apply(fenced(fence))));
  }

  private Job fenced(Fence fence) {
    return new Job(spark, catalogue, settings, warehouse.withFence(fence), clock, progress);
  }

  private List<TableResult> runAlone(Arguments arguments, List<Source> sources, Wish wish) {
    NightRequest request =
        NightRequest.at(clock.instant(), arguments, sources.stream().map(Source::name).toList());
    SparkSession session = Workers.session(spark, arguments.business(), settings);
    Journal journal = Journal.begin(session, catalogue, warehouse, request, clock);
    List<TableResult> results = run(session, request, journal, sources, wish);
    removeLeftovers();
    return results;
  }

  /** The night is released; files that nobody needs are no reason to call it a failure. */
  private void removeLeftovers() {
    try {
      retention().clean();
    } catch (Exception unremoved) {
      progress.note("not all of what is no longer needed was removed: " + unremoved.getMessage());
    }
  }

  private List<TableResult> run(
      SparkSession session,
      NightRequest request,
      Journal journal,
      List<Source> sources,
      Wish wish) {
    double limit = settings.rejectedShareLimit();
    Business business = request.arguments().business();
    Optional<Load> load =
        wish.loads()
            ? Optional.of(Load.of(session, warehouse, limit, request, sources, clock))
            : Optional.empty();
    load.ifPresent(each -> each.notices().forEach(progress::note));
    try (Workers workers = new Workers(spark, business, settings.parallelTables(), settings)) {
      QueryRows queries = new QueryRows(catalogue, request.arguments(), limit);
      TableStates states = new TableStates(catalogue, warehouse, settings.fewRows());
      Refreshing refreshing =
          new Refreshing(
              catalogue,
              request.arguments(),
              settings.fewRows(),
              wish::anew,
              request.runId(),
              FoundKeys.staged(request.runId()));
      DerivedStep derived =
          new DerivedStep(
              states, refreshing, queries, new Refits(catalogue, request.arguments()), request);
      Night night =
          new Night(
              catalogue, warehouse, request, workers, load, states, refreshing, derived, progress);
      boolean isWhole = load.filter(Load::hasNewRows).isPresent();
      night.run(TableOrder.of(catalogue, sources, isWhole ? List.of() : wish.select()));
      rejected(session, night);
      return new Recording(session, catalogue, warehouse, request, journal).record(load, night);
    }
  }

  /** Says for each table that rejected rows why most of them were. */
  private void rejected(SparkSession session, Night night) {
    night.rejected().stream()
        .map(each -> each.read(session))
        .reduce(Dataset::unionAll)
        .ifPresent(rows -> Commonest.ofEach(rows).forEach(progress::note));
  }
}
