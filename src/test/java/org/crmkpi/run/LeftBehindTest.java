package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestSpark;
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

    record(leftBehind("run3").staged().orElseThrow());
    assertThat(leftBehind("run4").staged()).as("recorded, but not removed").isEmpty();
    leftBehind("run3").remove();

    assertThat(recorded())
        .containsExactly("run1 of a run that ended", "run2 of a run that was killed");
    assertThat(leftBehind("run4").staged()).isEmpty();
  }

  @Test
  void rowsThatAreGoneFromTheTableDoNotComeBack() {
    warehouse = Warehouse.of(session, folder.toString());
    stage("run1", "erased since");
    var runs = warehouse.table(Layer.OPS, "runs");
    runs.append(runs.stage(session.sql("select 'run1' as run_id"), "data/run1"));

    assertThat(leftBehind("run2").staged()).isEmpty();
  }

  private LeftBehind leftBehind(String runId) {
    return new LeftBehind(session, warehouse, contract, runId);
  }

  private StagedRows stage(String runId, String reason) {
    Dataset<Row> nothing = session.createDataFrame(List.of(), contract.schema()).drop("run_id");
    Dataset<Row> rows =
        session
            .range(1)
            .select(functions.lit(reason).as("reason"), functions.lit("t").as("table_name"));
    return new RejectedRows(warehouse, contract, runId)
        .stage("orders", nothing.unionByName(rows, true));
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
