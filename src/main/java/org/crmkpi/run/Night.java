package org.crmkpi.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.plan.Step;
import org.crmkpi.table.Contract;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.TableState;
import org.crmkpi.warehouse.TableStates;
import org.crmkpi.warehouse.Warehouse;

/**
 * Runs the steps of a plan, independent ones side by side. Once a step failed nothing will be
 * released, so no table is begun that is computed from others; entities go on, so that one night
 * shows all faults of what was delivered and accounts for its rows.
 */
final class Night {
  private final Catalogue catalogue;
  private final Warehouse warehouse;
  private final NightRequest request;
  private final Workers workers;
  private final Optional<? extends EntitySource> entities;
  private final Progress progress;
  private final TableStates states;
  private final Refreshing refreshing;
  private final DerivedStep derived;
  private final List<StagedRows> rejected = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private final List<TableResult> results = Collections.synchronizedList(new ArrayList<>());

  Night(
      Catalogue catalogue,
      Warehouse warehouse,
      NightRequest request,
      Workers workers,
      Optional<? extends EntitySource> entities,
      TableStates states,
      Refreshing refreshing,
      DerivedStep derived,
      Progress progress) {
    this.catalogue = catalogue;
    this.warehouse = warehouse;
    this.request = request;
    this.workers = workers;
    this.entities = entities;
    this.states = states;
    this.refreshing = refreshing;
    this.derived = derived;
    this.progress = progress;
  }

  /** Runs all steps, which stand after their inputs; returns when the last one has ended. */
  void run(List<Step> steps) {
    Map<String, CompletableFuture<Boolean>> done = new HashMap<>();
    AtomicInteger count = new AtomicInteger();
    for (Step step : steps) {
      List<CompletableFuture<Boolean>> inputs =
          catalogue.upstream(step.contract()).stream()
              .filter(done::containsKey)
              .map(done::get)
              .toList();
      CompletableFuture<Boolean> future =
          CompletableFuture.allOf(inputs.toArray(CompletableFuture[]::new))
              .thenApplyAsync(
                  ready -> {
                    TableResult result = step(step, inputs);
                    finished(result, count.incrementAndGet(), steps.size());
                    return result.published().isPresent();
                  },
                  workers.threads());
      done.put(step.contract().name(), future);
    }
    done.values().forEach(CompletableFuture::join);
  }

  List<TableResult> results() {
    return List.copyOf(results);
  }

  List<StagedRows> rejected() {
    return List.copyOf(rejected);
  }

  private TableResult step(Step step, List<CompletableFuture<Boolean>> inputs) {
    long startedAt = System.nanoTime();
    if (!inputs.stream().allMatch(CompletableFuture::join)) {
      return TableResult.notReached(step.contract(), "an input failed");
    }
    if (hasFailed.get() && step.contract().isDerived()) {
      return TableResult.notReached(
          step.contract(), "another table failed, so nothing would be released");
    }
    try {
      StepReport.Outcome outcome =
          workers.inSession(
              step.contract().qualifiedName(),
              step.contract().isEntity()
                  ? entities.map(from -> from.rows(step.contract())).orElse(0L)
                  : states.inputRows(step.contract()),
              session -> outcome(session, step));
      outcome.state().ifPresent(state -> states.put(step.contract(), state));
      outcome.rejected().ifPresent(rejected::add);
      return outcome.result();
    } catch (Exception wrong) {
      double seconds = (System.nanoTime() - startedAt) / 1e9;
      return TableResult.failed(
          step.contract(), step.why(), List.of(), seconds, failure(step.contract(), wrong));
    }
  }

  private StepReport.Outcome outcome(SparkSession session, Step step) {
    Contract contract = step.contract();
    RejectedRows rows =
        new RejectedRows(
            warehouse, catalogue.table(RejectedRows.TABLE).contract(), request.runId());
    TableStep publisher =
        new TableStep(
            session,
            warehouse.table(contract),
            contract,
            rows,
            states.newest(contract),
            request.runId(),
            states.fewRows());
    try {
      return outcome(session, step, publisher);
    } catch (Exception thrown) {
      throw known(session, contract, thrown);
    } finally {
      publisher.tidy();
    }
  }

  private StepReport.Outcome outcome(SparkSession session, Step step, TableStep publisher) {
    if (!step.isFilled()) {
      Provenance now = refreshing.provenance(step.table(), Map.of());
      return publisher.publishEmpty(now, new Extent.Nothing(step.why()));
    }
    return step.contract().isEntity()
        ? entity(session, step, publisher)
        : derived.run(session, step.table(), publisher);
  }

  private StepReport.Outcome entity(SparkSession session, Step step, TableStep publisher) {
    Contract contract = step.contract();
    Optional<String> taken =
        states
            .newest(contract)
            .flatMap(TableState::provenance)
            .filter(then -> refreshing.anew(contract).isEmpty())
            .flatMap(Provenance::token);
    Provenance now = refreshing.provenance(step.table(), Map.of());
    EntityChange change = entities.orElseThrow().change(session, contract, taken);
    if (change instanceof EntityChange.Keys some) {
      return noted(
          some.rows(),
          publisher.publish(
              some.rows(),
              () -> now.with(some.token().get()),
              publisher.staged(some.keys(), some.why())));
    }
    return change instanceof EntityChange.Everything all
        ? noted(
            all.rows(),
            publisher.publish(
                all.rows(),
                () -> now.with(all.token().get()),
                states.isFollowed(contract),
                refreshing
                    .anew(contract)
                    .map(why -> new Extent.Everything(why, true))
                    .orElseGet(() -> new Extent.Everything(all.why()))))
        : publisher.skip(new Extent.Nothing("nothing that it reads was delivered"));
  }

  private StepReport.Outcome noted(Prepared rows, StepReport.Outcome outcome) {
    if (outcome.result().failure().isEmpty()) {
      synchronized (progress) {
        rows.notices().get().forEach(progress::note);
      }
    }
    return outcome;
  }

  private RuntimeException known(SparkSession session, Contract contract, Exception thrown) {
    boolean isOfData =
        contract.isEntity()
            && !(thrown instanceof CrmFailure)
            && SparkFailures.category(thrown) == Category.DATA;
    return Optional.of(thrown)
        .filter(each -> isOfData)
        .flatMap(each -> entities.flatMap(from -> from.culprit(session, contract, each)))
        .map(RuntimeException.class::cast)
        .orElseGet(() -> failure(contract, thrown));
  }

  private void finished(TableResult result, int done, int all) {
    results.add(result);
    hasFailed.compareAndSet(false, result.status() == TableResult.Status.FAILED);
    synchronized (progress) {
      progress.finished(result, done, all);
    }
  }

  /**
   * What went wrong with a table, told by its name.
   *
   * @param wrong checked ones too: Spark throws them where no signature says so
   */
  static RuntimeException failure(Contract contract, Exception wrong) {
    return wrong instanceof CrmFailure known
        ? known
        : CrmFailure.because(
            wrong,
            SparkFailures.category(wrong),
            contract.qualifiedName(),
            "could not be computed; nothing was published",
            "crm-kpi run --select " + contract.name());
  }
}
