package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.lock.Fence;
import org.crmkpi.table.Column;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.table.PersonalData;
import org.crmkpi.table.Refresh;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many rows may be rejected is a share of the table, however few of its keys are computed. */
final class CheckingTest {
  private final SparkSession session = TestSpark.session();
  private final List<Long> asked = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void ofAWholeTableTheShareIsThatOfItsNewRows() {
    assertThat(check(0).failure()).isPresent();
    assertThat(asked).containsExactly(18L);
  }

  @Test
  void ofSomeKeysTheShareIsThatOfTheTable() {
    assertThat(check(1000).failure()).isEmpty();
    assertThat(asked).containsExactly(1000L);
  }

  @Test
  void aTableThatGrewIsAsLargeAsItIsNow() {
    assertThat(check(5).failure()).isPresent();
    assertThat(asked).containsExactly(18L);
  }

  /** 18 rows are accepted and 2 rejected, where 5 % may be. */
  private Checked check(long rowsBefore) {
    DeltaTable table =
        DeltaTable.at(folder.toString(), session.sparkContext().hadoopConfiguration(), Fence.NONE);
    Prepared rows =
        new Prepared(
            session.sql("select concat('d', id) as deal_id from range(18)"),
            Optional.empty(),
            () -> 2,
            () -> 0,
            this::limit);
    return new Checking(session, table, contract(), null).check(rows, "a", rowsBefore);
  }

  private void limit(long accepted) {
    asked.add(accepted);
    if (2 > 0.05 * (accepted + 2)) {
      throw CrmFailure.of(Category.DATA, "deals", "too many", "", "");
    }
  }

  private static Contract contract() {
    return new Contract(
        "deals",
        Layer.CORE,
        "Deals.",
        "sales",
        List.of("deal_id"),
        List.of(),
        new Refresh.Load(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(column("deal_id")),
        List.of(),
        List.of(),
        1,
        List.of("1: first"));
  }

  private static Column column(String name) {
    return new Column(name, DataTypes.StringType, true, true, "", PersonalData.NONE, "Something.");
  }
}
