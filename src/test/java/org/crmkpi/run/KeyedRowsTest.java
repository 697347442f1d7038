package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.delta.Change;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.Positions;
import org.crmkpi.delta.StagedRows;
import org.crmkpi.delta.Version;
import org.crmkpi.lock.Fence;
import org.crmkpi.table.Column;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.table.PersonalData;
import org.crmkpi.table.Refresh;
import org.crmkpi.testing.SameRows;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orders that are sorted by their customers, and looked for by customer and by order. Some of them
 * were deleted, others came later.
 */
final class KeyedRowsTest {
  private static final int ORDERS = 30_000;
  private static final String ROWS =
      "select concat('o', id) as order_id,"
          + " if(id % 100 = 0, null, concat('c', id * 7919 % 5000)) as customer_id"
          + " from range(0, "
          + ORDERS
          + ", 1, 1)";

  private static final String MORE =
      "select concat('p', id) as order_id, concat('c', id) as customer_id from range(0, 50, 1, 1)";

  /** One of its own: to look for rows sets a session up for as many as there are. */
  private final SparkSession session = TestSpark.session().newSession();

  @TempDir private Path folder;
  private Version orders;

  @BeforeEach
  void write() {
    DeltaTable table =
        DeltaTable.at(folder.toString(), session.sparkContext().hadoopConfiguration(), Fence.NONE);
    table.replace(table.stage(session.sql(ROWS), "a", contract().clustering()));
    Version written = table.newest().orElseThrow();
    Positions lost =
        Positions.of(
            written
                .readLocated(session)
                .where("order_id in ('o2', 'o100') or order_id like 'o1%77'")
                .select(Version.POSITION)
                .as(Encoders.LONG())
                .toLocalIterator());
    StagedRows more = table.stage(session.sql(MORE), "b", contract().clustering());
    Change.Marked marked = new Change.Marked(written.files().get(0), lost);
    table.commit(Change.exchange(more, List.of(), List.of(marked), Map.of()));
    orders = table.newest().orElseThrow();
  }

  @Test
  void theColumnOfTheFilesIsFoundWhereTheKeysHaveIt() {
    assertSame("select * from values ('c1'), ('c4999'), (null), ('nobody') as k (customer_id)", 1);
  }

  @Test
  void theColumnOfTheFilesIsFoundThroughOtherKeys() {
    assertSame("select * from values ('o1'), ('o29999'), ('o100'), ('none') as k (order_id)", 1);
  }

  @Test
  void bothMayBeTheKey() {
    assertSame(
        "select * from values ('o1', 'c2919'), ('o2', 'c1') as k (order_id, customer_id)", 1);
  }

  @Test
  void manyKeysReadAllRows() {
    assertSame("select concat('o', 2 * id) as order_id from range(0, 50000)", 1);
    assertSame("select concat('c', id) as customer_id from range(0, 30000)", 1);
  }

  @Test
  void deletedRowsAreNotFound() {
    assertSame("select * from values ('o2'), ('o177'), ('o178'), ('p3') as k (order_id)", 1);
    assertSame("select distinct customer_id from (" + ROWS + ") where order_id like '%77'", 1);
  }

  @Test
  void noKeysFindNothing() {
    Dataset<Row> keys = session.sql("select 'o1' as order_id where false");

    assertThat(new KeyedRows(session, keys, 1).in(orders, contract()).count()).isZero();
  }

  @Test
  void ofASmallTableAllRowsAreRead() {
    assertSame("select * from values ('c1'), (null) as k (customer_id)", ORDERS + 1);
  }

  private void assertSame(String sql, long fewRows) {
    Dataset<Row> keys = session.sql(sql);
    KeyedRows keyed = new KeyedRows(session, keys, fewRows);

    Dataset<Row> wanted = Keys.only(orders.readLocated(session), keys);
    assertThat(wanted.count()).isPositive();
    SameRows.assertSame(wanted, keyed.locatedIn(orders, contract()));
    SameRows.assertSame(wanted.select("order_id", "customer_id"), keyed.in(orders, contract()));
  }

  private static Contract contract() {
    return new Contract(
        "orders",
        Layer.CORE,
        "Orders.",
        "sales",
        List.of("order_id"),
        List.of(),
        new Refresh.Load(),
        Optional.empty(),
        Optional.of("customer_id"),
        List.of(),
        List.of(column("order_id"), column("customer_id")),
        List.of(),
        List.of(),
        1,
        List.of("1: first"));
  }

  private static Column column(String name) {
    return new Column(name, DataTypes.StringType, true, true, "", PersonalData.NONE, "Something.");
  }
}
