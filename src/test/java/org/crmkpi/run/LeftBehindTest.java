package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.delta.Change;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestSpark;
import org.crmkpi.warehouse.Provenance;
import org.crmkpi.warehouse.Warehouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejected rows of a run that was killed are recorded once, by the next one. */
final class LeftBehindTest {
  private final Contract contract = Project.catalogue().table(RejectedRows.TABLE).contract();
  private final SparkSession session = TestSpark.session().newSession();
  private Warehouse warehouse;

  @TempDir private Path folder;

  @Test
  void rowsOfAKilledRunAreRecordedByTheNextOneAndNotAgain() {
    warehouse = Warehouse.of(session, folder.toString());
    record(stage("run1", "of a run that ended"));
    stage("run2", "of a run that was killed");
    publish("run2");
    publish("run2b");

    record(leftBehind("run3").staged().orElseThrow());
    assertThat(leftBehind("run4").staged()).as("recorded, but not removed").isEmpty();
    leftBehind("run3").remove();

    assertThat(recorded())
        .containsExactly("run1 of a run that ended", "run2 of a run that was killed");
    assertThat(leftBehind("run4").staged()).isEmpty();
  }

  @Test
  void rowsOfATableThatTheKilledRunDidNotPublishAreLeftToTheRunThatDoes() {
    warehouse = Warehouse.of(session, folder.toString());
    publish("run1");
    stage("run2", "staged, and killed before the commit of the table");

    LeftBehind leftBehind = leftBehind("run3");

    assertThat(leftBehind.staged()).isEmpty();
    leftBehind.remove();
    assertThat(folder.resolve("crm_ops/rejected_rows/data/run2")).doesNotExist();
  }

  @Test
  void whatAKilledRunStagedOfTheLoadAndOfOthersIsNotRecordedTwice() {
    warehouse = Warehouse.of(session, folder.toString());
    stage("run1", "orders", "of a run that was killed");
    publish("run1");
    stage("run2", "the load", "malformed, staged and not recorded");
    stage("run2", "left_behind", "of run1, staged and not recorded");

    record(leftBehind("run3").staged().orElseThrow());

    assertThat(recorded()).containsExactly("run1 of a run that was killed");
  }

  @Test
  void rowsThatAreGoneFromTheTableDoNotComeBack() {
    warehouse = Warehouse.of(session, folder.toString());
    stage("run1", "erased since");
    publish("run1");
    var runs = warehouse.table(Layer.OPS, "runs");
    runs.append(runs.stage(session.sql("select 'run1' as run_id"), "data/run1"));

    assertThat(leftBehind("run2").staged()).isEmpty();
  }

  private LeftBehind leftBehind(String runId) {
    return new LeftBehind(session, warehouse, contract, runId);
  }

  /** A commit of the table that the rejected rows are of. */
  private void publish(String runId) {
    DeltaTable orders = warehouse.table(Layer.CORE, "orders");
    Provenance made =
        new Provenance(
            runId,
            LocalDate.EPOCH,
            "a definition",
            Map.of(),
            DeltaTable.NO_VERSION,
            Optional.empty(),
            0,
            Optional.empty());
    orders.commit(
        Change.replace(orders.stage(session.range(1).toDF("id"), "data/" + runId), made.facts()));
  }

  private StagedRows stage(String runId, String reason) {
    return stage(runId, "orders", reason);
  }

  private StagedRows stage(String runId, String from, String reason) {
    Dataset<Row> nothing = session.createDataFrame(List.of(), contract.schema()).drop("run_id");
    Dataset<Row> rows =
        session
            .range(1)
            .select(functions.lit(reason).as("reason"), functions.lit("t").as("table_name"));
    return new RejectedRows(warehouse, contract, runId)
        .stage(from, nothing.unionByName(rows, true));
  }

  private void record(StagedRows staged) {
    warehouse.table(contract).append(new StagedRows(contract.schema(), staged.files()));
  }

  private List<String> recorded() {
    Optional<Dataset<Row>> rows = warehouse.table(contract).newest().map(v -> v.read(session));
    return rows.orElseThrow().select("run_id", "reason").collectAsList().stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }
}
