package org.crmkpi.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.run.TableResult.Published;
import org.crmkpi.session.Effort;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.warehouse.Releases;
import org.crmkpi.warehouse.Releases.Release;
import org.crmkpi.warehouse.Warehouse;

/** The end of a run: what became of each table and row is recorded, then all is released. */
final class Recording {
  private final SparkSession session;
  private final Catalogue catalogue;
  private final Warehouse warehouse;
  private final NightRequest request;
  private final Journal journal;

  Recording(
      SparkSession session,
      Catalogue catalogue,
      Warehouse warehouse,
      NightRequest request,
      Journal journal) {
    this.session = session;
    this.catalogue = catalogue;
    this.warehouse = warehouse;
    this.request = request;
    this.journal = journal;
  }

  /**
   * Records everything; releases when nothing failed, otherwise throws what failed.
   *
   * @return what was done with each table
   */
  List<TableResult> record(Optional<Load> load, Night night) {
    List<TableResult> results = night.results();
    Optional<RuntimeException> failure;
    try {
      failure = recorded(load, night);
    } catch (Exception unrecorded) {
      // A run that lost the lock fails in many ways after that; the lock is what matters.
      Optional.of(results)
          .filter(none -> !isOutrun(unrecorded))
          .flatMap(Recording::failure)
          .ifPresent(
              first -> {
                throw first;
              });
      throw unrecorded;
    }
    failure.ifPresent(
        thrown -> {
          throw thrown;
        });
    return results;
  }

  private static boolean isOutrun(Exception thrown) {
    return thrown instanceof CrmFailure known && known.category() == Category.LOCKED;
  }

  private Optional<RuntimeException> recorded(Optional<Load> load, Night night) {
    List<TableResult> results = night.results();
    Effort.forRows(session, mostRows(night));
    recordRows(load, night);
    Optional<RuntimeException> unbalanced = load.flatMap(each -> keepLedger(each, night));
    Optional<RuntimeException> failure = failure(results).or(() -> unbalanced);
    if (failure.isEmpty()) {
      release(results);
    }
    journal.finish(failure.map(Throwable::getMessage), results);
    return failure;
  }

  /** Rows of the largest table that recording reads: rejected rows, or a figure's. */
  private static long mostRows(Night night) {
    LongStream figures =
        night.results().stream()
            .filter(result -> result.contract().layer() == Layer.KPI)
            .flatMap(result -> result.published().stream())
            .mapToLong(Published::rows);
    LongStream rejected = night.rejected().stream().mapToLong(StagedRows::rowCount);
    return LongStream.concat(figures, rejected).max().orElse(0);
  }

  /** Rejected rows come before the ledger, which closes the loads that they are of. */
  private void recordRows(Optional<Load> load, Night night) {
    Contract contract = catalogue.table(RejectedRows.TABLE).contract();
    LeftBehind leftBehind = new LeftBehind(session, warehouse, contract, request.runId());
    RejectedRows rejectedRows = new RejectedRows(warehouse, contract, request.runId());
    List<StagedRows> rejected = new ArrayList<>(night.rejected());
    load.flatMap(each -> each.malformed(session, rejectedRows)).ifPresent(rejected::add);
    leftBehind.staged().ifPresent(rejected::add);
    journal.record(night.results(), rejected);
    leftBehind.remove();
  }

  private Optional<RuntimeException> keepLedger(Load load, Night night) {
    List<Contract> entities = catalogue.contracts().stream().filter(Contract::isMapped).toList();
    Set<String> unmapped = entities.stream().map(Contract::name).collect(Collectors.toSet());
    night.results().stream()
        .filter(result -> result.published().isPresent())
        .forEach(result -> unmapped.remove(result.contract().name()));
    try {
      journal.append("file_ledger", load.ledger(session, night.rejected(), entities, unmapped));
      return Optional.empty();
    } catch (CrmFailure unbalanced) {
      return Optional.of(unbalanced);
    }
  }

  /** Every failed table with its own reason; a defect alone, as its stack trace matters. */
  private static Optional<RuntimeException> failure(List<TableResult> results) {
    List<RuntimeException> failures =
        results.stream().flatMap(result -> result.failure().stream()).toList();
    List<CrmFailure> known =
        failures.stream()
            .filter(CrmFailure.class::isInstance)
            .map(CrmFailure.class::cast)
            .filter(each -> each.category() != Category.BUG)
            .toList();
    return failures.size() > 1 && known.size() == failures.size()
        ? Optional.of(CrmFailure.all(known))
        : failures.stream()
            .filter(each -> !known.contains(each))
            .findFirst()
            .or(() -> failures.stream().findFirst());
  }

  /**
   * Makes one release of all tables, unless the newest one says the same already. A release whose
   * run was killed before it recorded itself is made again: nobody knows its sources.
   */
  private void release(List<TableResult> results) {
    Releases releases = new Releases(session, warehouse);
    Optional<Release> newest = releases.newest();
    Map<String, Long> before = newest.map(Release::versions).orElse(Map.of());
    Map<Contract, Long> versions = new LinkedHashMap<>();
    before.forEach(
        (name, version) ->
            catalogue.find(name).ifPresent(t -> versions.put(t.contract(), version)));
    results.forEach(
        result -> result.published().ifPresent(p -> versions.put(result.contract(), p.version())));
    boolean isSameDay =
        newest
            .filter(old -> old.asOf().equals(request.arguments().asOf()))
            .filter(old -> !releases.sources(old).isEmpty())
            .isPresent();
    boolean isNews = results.stream().anyMatch(result -> result.isOtherThan(before));
    if (isSameDay && !isNews) {
      return;
    }
    new Restatements(session, catalogue, warehouse, before)
        .record(results, request.runId(), journal);
    journal.release(versions);
  }
}
