package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.crmkpi.delta.Change;
import org.crmkpi.delta.DeltaTable;
import org.crmkpi.delta.Version;
import org.crmkpi.lock.Fence;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row of every file is accounted for, recounted by hand. */
final class LedgerTest {
  private static final String HEADER = "id,customer,at,updated";
  private static final String[] COLUMNS = {
    "file",
    "status",
    "rows_read",
    "rows_accepted",
    "rows_rejected",
    "rows_duplicate",
    "rows_superseded"
  };

  @TempDir private Path folder;
  private Optional<Version> written = Optional.empty();

  @Test
  void rowsOfAKeyedFeedAreAcceptedRejectedDuplicateOrSuperseded() {
    Delivered shop =
        shop("changes")
            .file("d1/a.csv", HEADER, "1,anna,2024-01-01,1", "2,bob,2024-01-01,1", "3,eve,bad,1")
            .file(
                "d2/b.csv",
                HEADER,
                "1,anna,2024-01-01,1",
                "2,carl,2024-01-02,2",
                ",nobody,2024-01-02,2",
                "5,short");

    assertThat(ledger(shop, shop.load()))
        .containsExactly("d1/a.csv loaded 3 0 1 1 1", "d2/b.csv loaded 4 2 2 0 0");
    shop.file("d3/copy.csv", HEADER, "1,anna,2024-01-01,1", "2,bob,2024-01-01,1", "3,eve,bad,1")
        .file("d3/c.csv", HEADER, "3,eve,2024-01-03,2");
    LoadedSources next = shop.load();
    assertThat(ledger(shop, next))
        .containsExactly("d3/c.csv loaded 1 1 0 0 0", "d3/copy.csv known 3 1 0 0 2");
    assertThat(Delivered.rows(shop.map(next, "orders").accepted(), "order_id", "customer_id"))
        .containsExactly("shop:1 shop:anna", "shop:2 shop:carl", "shop:3 shop:eve");
  }

  @Test
  void whatEveryMappingLeavesOutOnPurposeIsDroppedAndNotAccepted() {
    Delivered shop =
        new Delivered(folder)
            .conf(
                "about = shop",
                "feeds = [ { name = purchases, path = \"{delivery}/*.txt\", format = text,",
                "  delivery = changes } ]")
            .mapping(
                "orders",
                "select split_part(line, ' ', 1) as order_id, split_part(line, ' ', 2) as ordered_at,"
                    + " 'EUR' as currency, row_ref from purchases where line not like 'id%'")
            .mapping(
                "customers",
                "select split_part(line, ' ', 3) as customer_id, min(row_ref) as row_ref"
                    + " from purchases where line like '% vip' and line not like 'id%'"
                    + " group by split_part(line, ' ', 3)")
            .file("d1/a.txt", "id at", "1 2024-01-01", "2 soon", "3 2024-01-03")
            .file("d1/b.txt", "id at", "4 2024-01-04");

    LoadedSources loaded = shop.load();
    assertThat(dropped(shop, loaded))
        .containsExactly("d1/a.txt loaded 4 2 1 0 0 1", "d1/b.txt loaded 2 1 0 0 0 1");
    LoadedSources next = shop.file("d2/a.txt", "id at", "id again", "5 2024-01-05").load();

    assertThat(dropped(shop, next)).containsExactly("d2/a.txt loaded 3 1 0 0 0 2");
  }

  @Test
  void aCopyThatTheMappingLeavesOutIsDroppedThoughItsOriginalCameBefore() {
    Delivered shop =
        new Delivered(folder)
            .conf(
                "about = shop",
                "feeds = [ { name = purchases, path = \"{delivery}/*.csv\", format = csv,",
                "  delivery = changes, columns = [id, at] } ]")
            .mapping(
                "orders",
                "with numbered as (select *, row_number() over (partition by id order by row_ref)"
                    + " as place from purchases) select id as order_id, at as ordered_at,"
                    + " 'EUR' as currency, row_ref from numbered where place = 1")
            .file("d1/a.csv", "id,at", "1,2024-01-01", "2,2024-01-01");
    assertThat(dropped(shop, shop.load())).containsExactly("d1/a.csv loaded 2 2 0 0 0 0");

    LoadedSources next = shop.file("d2/a.csv", "id,at", "2,2024-01-01", "3,2024-01-02").load();

    assertThat(dropped(shop, next)).containsExactly("d2/a.csv loaded 2 1 0 0 0 1");
  }

  private List<String> dropped(Delivered shop, LoadedSources loaded) {
    List<String> columns = new java.util.ArrayList<>(List.of(COLUMNS));
    columns.add("rows_dropped");
    return ledger(shop, loaded, columns.toArray(String[]::new));
  }

  @Test
  void aLaterRunAccountsForALoadWhoseRunWasKilled() {
    Delivered shop =
        shop("changes").file("d1/a.csv", HEADER, "1,anna,2024-01-01,1", "3,eve,bad,1", "5,short");
    Dataset<Row> turnedAway = shop.map(shop.load(), "orders").rejected();
    shop.file("d2/b.csv", HEADER, "1,carl,2024-01-02,2", "7,short");

    LoadedSources next = shop.load();
    OpenLoads open = OpenLoads.of(shop.session(), next, Optional.empty());
    Dataset<Row> malformed = open.rejectedRows(Optional.empty()).orElseThrow();
    Dataset<Row> ledger =
        open.ledger(
            Optional.of(turnedAway.unionAll(malformed)), shop.sources(), Project.entities());

    assertThat(Delivered.rows(ledger, "run_id", "file", "status", "rows_accepted", "rows_rejected"))
        .containsExactly("run001 d1/a.csv loaded 1 2", "run002 d2/b.csv loaded 1 1");
    assertThat(Delivered.rows(malformed, "load_id", "row_number"))
        .containsExactly("run001 3", "run002 2");
    assertThat(
            Delivered.rows(
                open.rejectedRows(Optional.of(malformed.where("load_id = 'run001'"))).orElseThrow(),
                "load_id"))
        .containsExactly("run002");
    assertThat(closedBy(shop, ledger).earlier()).isEmpty();
    assertThat(closedBy(shop, open.ledgerOfOthers()).earlier()).containsExactly("run001", "run002");
  }

  @Test
  void whatTheNewestFullDeliveryDoesNotHaveIsGone() {
    Delivered shop =
        shop("full")
            .file("d2/a.csv", HEADER, "1,anna,2024-01-01,1")
            .file("d1/a.csv", HEADER, "1,anna,2024-01-01,0", "2,bob,2024-01-01,1");

    LoadedSources loaded = shop.load();

    assertThat(ledger(shop, loaded))
        .containsExactly("d1/a.csv loaded 2 0 0 0 2", "d2/a.csv loaded 1 1 0 0 0");
    assertThat(Delivered.rows(shop.map(loaded, "orders").accepted(), "order_id"))
        .containsExactly("shop:1");
  }

  @Test
  void twoFullDeliveriesOfTheSameBytesAreOneWhoseRejectedRowsAreThoseOfTheFirst() {
    String[] rows = {HEADER, "1,anna,2024-01-01,1", "3,eve,bad,1"};
    Delivered shop =
        shop("full")
            .file("d1/a.csv", HEADER, "2,bob,2024-01-01,1")
            .file("d2/a.csv", rows)
            .file("d3/a.csv", rows);

    LoadedSources loaded = shop.load();

    assertThat(ledger(shop, loaded))
        .containsExactly(
            "d1/a.csv loaded 1 0 0 0 1", "d2/a.csv loaded 2 1 1 0 0", "d3/a.csv known 2 0 0 2 0");
    assertThat(ledger(shop, shop.file("d4/a.csv", rows).load()))
        .containsExactly("d4/a.csv known 2 0 0 2 0");
    assertThat(shop.accepted("orders", "order_id")).containsExactly("shop:1");
  }

  @Test
  void aCorrectedFileReplacesTheOneOfItsName() {
    for (String delivery : List.of("full", "changes")) {
      Delivered shop = shop(delivery, folder.resolve(delivery));
      shop.file("d1/a.csv", HEADER, "1,anna,2024-01-01,1", "9,wrong,2024-01-01,1").load();

      shop.file("d1/a.csv", HEADER, "1,bea,2024-01-01,1");

      assertThat(shop.accepted("orders", "order_id", "customer_id"))
          .containsExactly("shop:1 shop:bea");
    }
  }

  @Test
  void aCrashBeforeTheRawCommitLosesAndDoublesNothing() {
    Delivered shop = shop("changes").file("d1/a.csv", HEADER, "1,anna,2024-01-01,1");
    shop.load();
    RawTables tables =
        new RawTables(
            shop.warehouse().toString(),
            shop.session().sparkContext().hadoopConfiguration(),
            Fence.NONE);
    Register register = new Register(shop.session(), tables);
    Listed line = register.lines(List.of("shop")).get(0);
    SourceFile other = new SourceFile("d2/b.csv", "d2", Path.of("b.csv"), 1, 1, 1);
    Listed lost =
        new Listed(
            "shop",
            "orders",
            "d2",
            other.name(),
            "never",
            "run0",
            Delivered.AS_OF,
            "data/run0/part-00000",
            1,
            1,
            1,
            0,
            "",
            0);
    register.append(List.of(lost), "run0", java.time.Instant.EPOCH);
    shop.file("d2/b.csv", HEADER, "2,bob,2024-01-01,1");

    assertThat(line.rowsRead()).isEqualTo(1);
    assertThat(shop.accepted("orders", "order_id")).containsExactly("shop:1", "shop:2");
  }

  private List<String> ledger(Delivered shop, LoadedSources loaded) {
    return ledger(shop, loaded, COLUMNS);
  }

  private List<String> ledger(Delivered shop, LoadedSources loaded, String... columns) {
    Dataset<Row> ledger =
        OpenLoads.of(shop.session(), loaded, written)
            .ledger(
                Optional.of(shop.map(loaded, "orders").rejected()),
                shop.sources(),
                Project.entities());
    written = Optional.of(write(shop, ledger));
    return Delivered.rows(ledger, columns);
  }

  private static OpenLoads closedBy(Delivered shop, Dataset<Row> ledger) {
    return OpenLoads.of(shop.session(), shop.load(), Optional.of(write(shop, ledger)));
  }

  private static Version write(Delivered shop, Dataset<Row> ledger) {
    DeltaTable table =
        DeltaTable.at(
            shop.warehouse().resolve("ledger").toString(),
            shop.session().sparkContext().hadoopConfiguration(),
            Fence.NONE);
    return table.commit(Change.replace(table.stage(ledger, "data"), Map.of()));
  }

  private Delivered shop(String delivery) {
    return shop(delivery, folder);
  }

  private static Delivered shop(String delivery, Path folder) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = orders, path = \"{delivery}/*.csv\", format = csv,",
            "  delivery = " + delivery + ", columns = [id, customer, at, updated],",
            "  key = [id], newest_by = updated } ]")
        .mapping(
            "orders",
            "select id as order_id, customer as customer_id, at as ordered_at, 'EUR' as currency,"
                + " row_ref from orders");
  }
}
