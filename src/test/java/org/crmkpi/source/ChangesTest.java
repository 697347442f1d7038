package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed that tells of changes: the newest row of a key counts, however often it comes. */
final class ChangesTest {
  private static final String[] CHANGES = {
    "about = \"A shop.\"",
    "zone = \"Europe/Berlin\"",
    "feeds = [ { name = orders, path = \"{delivery}/orders*.csv\", format = csv,",
    "  delivery = changes, required = true, columns = [id, customer, at, updated, gone],",
    "  key = [id], newest_by = updated, deleted_when = \"gone = 'true'\" } ]"
  };
  private static final String HEADER = "id,customer,at,updated,gone";
  private static final String MAPPING =
      "select id as order_id, customer as customer_id, at as ordered_at, 'EUR' as currency,"
          + " row_ref from orders";

  @TempDir private Path folder;

  @Test
  void theNewestRowOfAKeyCountsWhateverTheOrderOfLoading() {
    Delivered inOrder = shop(folder.resolve("one"));
    first(inOrder).load();
    second(inOrder);
    Delivered outOfOrder = shop(folder.resolve("other"));
    second(outOfOrder).load();
    first(outOfOrder);

    List<String> rows = inOrder.accepted("orders", "order_id", "customer_id", "ordered_at");

    assertThat(rows)
        .containsExactly(
            "shop:1 shop:anna 2024-01-01 10:00:00", "shop:2 shop:carl 2024-01-02 10:00:00");
    assertThat(outOfOrder.accepted("orders", "order_id", "customer_id", "ordered_at"))
        .isEqualTo(rows);
  }

  @Test
  void aRenamedCopyCountsOnceAndIsNotLoadedAgain() {
    Delivered shop = first(shop(folder));
    shop.load();
    shop.file(
        "d1/orders-copy.csv",
        HEADER,
        "1,anna,2024-01-01 10:00:00,1,",
        "2,bob,2024-01-02 10:00:00,1,");

    LoadedSources again = shop.load();

    assertThat(again.hasNewRows()).isFalse();
    assertThat(Delivered.rows(shop.map(again, "orders").accepted(), "order_id"))
        .containsExactly("shop:1", "shop:2");
  }

  @Test
  void aHistoryIsSearchedForTheRowsOfKeysThatItHas() {
    Delivered shop = second(first(shop(folder)));
    LoadedFeed feed = shop.load().feeds().get(0);
    Dataset<Row> keys = shop.session().sql("select '3' as id union all select '4'");
    Dataset<Row> nobody = shop.session().sql("select '4' as id");

    RowsOfKeys rows = RowsOfKeys.of(shop.session(), feed, keys, 2);
    RowsOfKeys none = RowsOfKeys.of(shop.session(), feed, nobody, 1);

    assertThat(Delivered.rows(rows.searched(feed.counting()), "id", "updated"))
        .containsExactly("3 10", "3 9");
    assertThat(none.searched(feed.counting()).count()).isZero();
  }

  private static Delivered shop(Path folder) {
    return new Delivered(folder).conf(CHANGES).mapping("orders", MAPPING);
  }

  private static Delivered first(Delivered shop) {
    return shop.file(
        "d1/orders.csv", HEADER, "1,anna,2024-01-01 10:00:00,1,", "2,bob,2024-01-02 10:00:00,1,");
  }

  private static Delivered second(Delivered shop) {
    return shop.file(
        "d2/orders.csv",
        HEADER,
        "2,carl,2024-01-02 10:00:00,2,",
        "3,dora,2024-01-03 10:00:00,9,",
        "3,dora,2024-01-03 10:00:00,10,true");
  }
}
