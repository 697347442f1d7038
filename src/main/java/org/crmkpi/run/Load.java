package org.crmkpi.run;

import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.delta.Version;
import org.crmkpi.source.EntityRows;
import org.crmkpi.source.LoadedSources;
import org.crmkpi.source.MappedChange;
import org.crmkpi.source.MappedEntity;
import org.crmkpi.source.OpenLoads;
import org.crmkpi.source.RawLoad;
import org.crmkpi.source.Source;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.warehouse.Warehouse;

/** The part of a night that reads the outside world: raw tables, and entities mapped from them. */
final class Load implements EntitySource {
  private final Warehouse warehouse;
  private final List<Source> sources;
  private final LoadedSources loaded;
  private final double rejectedShareLimit;
  private Optional<OpenLoads> open = Optional.empty();

  private Load(
      Warehouse warehouse, List<Source> sources, LoadedSources loaded, double rejectedShareLimit) {
    this.warehouse = warehouse;
    this.sources = sources;
    this.loaded = loaded;
    this.rejectedShareLimit = rejectedShareLimit;
  }

  /** Takes what the sources delivered into the raw tables; fails before it writes when refused. */
  static Load of(
      SparkSession spark,
      Warehouse warehouse,
      double rejectedShareLimit,
      NightRequest request,
      List<Source> sources,
      Clock clock) {
    LoadedSources loaded =
        new RawLoad(rejectedShareLimit)
            .load(
                spark,
                sources,
                warehouse.root(),
                warehouse.fence(),
                request.runId(),
                request.arguments().asOf(),
                clock);
    return new Load(warehouse, sources, loaded, rejectedShareLimit);
  }

  /** What somebody should know though the night goes on. */
  List<String> notices() {
    return loaded.notices();
  }

  @Override
  public long rows(Contract entity) {
    return EntityRows.atMost(entity, sources, loaded);
  }

  @Override
  public EntityChange change(SparkSession session, Contract entity, Optional<String> taken) {
    MappedChange change =
        EntityRows.change(
            session, entity, sources, loaded, () -> warehouse.table(entity).newest(), taken);
    if (change instanceof MappedChange.Keys some) {
      return new EntityChange.Keys(
          some.keys(), prepared(entity, some.rows()), some.token(), some.why());
    }
    return change instanceof MappedChange.Everything all
        ? new EntityChange.Everything(prepared(entity, all.rows()), all.token(), all.why())
        : new EntityChange.Nothing();
  }

  @Override
  public Optional<CrmFailure> culprit(SparkSession session, Contract entity, Exception thrown) {
    return EntityRows.culprit(session, entity, sources, loaded, thrown);
  }

  private Prepared prepared(Contract entity, MappedEntity mapped) {
    return new Prepared(
        mapped.accepted(),
        Optional.of(mapped.rejected()),
        mapped::rejectedCount,
        mapped::waitingCount,
        accepted -> mapped.checkShare(entity, rejectedShareLimit),
        mapped.notices());
  }

  /** True when this load brought rows that none before it had. */
  boolean hasNewRows() {
    return loaded.hasNewRows();
  }

  /**
   * Malformed rows and unreadable files that no run has reported yet, staged for
   * crm_ops.rejected_rows.
   */
  Optional<StagedRows> malformed(SparkSession spark, RejectedRows rejectedRows) {
    return open(spark)
        .rejectedRows(recorded(spark))
        .map(rows -> rejectedRows.stage("the load", rows));
  }

  /**
   * What became of every row of every file, for crm_ops.file_ledger, in this run and in those that
   * ended before they could say so; fails when a file does not balance. To be asked when all
   * rejected rows are recorded.
   *
   * @param rejected rows that the entities turned away in this run
   * @param entities all that sources can map
   * @param unmapped entities that do not hold all their rows now; while a source maps one, no file
   *     is accounted for
   */
  Dataset<Row> ledger(
      SparkSession spark,
      List<StagedRows> rejected,
      List<Contract> entities,
      Set<String> unmapped) {
    boolean isMapped =
        sources.stream()
            .allMatch(source -> Collections.disjoint(source.mappings().keySet(), unmapped));
    if (!isMapped) {
      return open(spark).ledgerOfOthers();
    }
    Stream<Dataset<Row>> own = rejected.stream().map(each -> each.read(spark));
    Stream<Dataset<Row>> earlier =
        open(spark).earlier().isEmpty() ? Stream.of() : recorded(spark).stream();
    return open(spark)
        .ledger(Stream.concat(own, earlier).reduce(Dataset::unionAll), sources, entities);
  }

  private synchronized OpenLoads open(SparkSession spark) {
    if (open.isEmpty()) {
      Optional<Version> ledger = warehouse.table(Layer.OPS, "file_ledger").newest();
      open = Optional.of(OpenLoads.of(spark, loaded, ledger));
    }
    return open.get();
  }

  private Optional<Dataset<Row>> recorded(SparkSession spark) {
    return warehouse.table(Layer.OPS, RejectedRows.TABLE).newest().map(v -> v.read(spark));
  }
}
