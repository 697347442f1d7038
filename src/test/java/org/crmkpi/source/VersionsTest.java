package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the versions of a key counts: the one that was told last. */
final class VersionsTest {
  private static final String DEALS = "id,stage,status,closed";
  private static final String OPEN = "7,negotiation,open,";
  private static final String WON = "7,closed,won,2024-03-09";
  private static final String ORDERS = "number,customer,placed,total,updated,gone";
  private static final LocalDate FIRST = LocalDate.of(2024, 3, 8);

  @TempDir private Path folder;

  @Test
  void aStateThatComesBackCounts() {
    Delivered shop = deals("{delivery}/deals.csv");
    FollowedEntity deals = new FollowedEntity(shop, "opportunities");
    night(shop, deals, 8, "2024-03-08/deals.csv", OPEN);
    night(shop, deals, 9, "2024-03-09/deals.csv", WON);
    assertThat(status(deals)).containsExactly("7 won");
    LoadedSources last = night(shop, deals, 10, "2024-03-10/deals.csv", OPEN);

    assertThat(status(deals)).containsExactly("7 open");
    assertThat(deals.rows()).isEqualTo(deals.mappedAgain(last));
    assertThat(last.hasNewRows()).as("the bytes are not parsed again").isFalse();
    assertThat(ledger(shop, last))
        .contains(
            "run001 2024-03-08/deals.csv loaded 1 1 0 0 0",
            "run003 2024-03-10/deals.csv known 1 1 0 0 0");
    assertThat(deals.change(shop.load(FIRST.plusDays(2)))).isInstanceOf(MappedChange.Nothing.class);
    assertThat(
            Delivered.rows(
                shop.map(shop.load(FIRST.plusDays(1)), "opportunities").accepted(), "status"))
        .as("the day before knows nothing of it")
        .containsExactly("won");
  }

  @Test
  void allNightsAtOnceGiveTheSame() {
    Delivered shop =
        deals("{delivery}/deals.csv")
            .file("2024-03-08/deals.csv", DEALS, OPEN)
            .file("2024-03-09/deals.csv", DEALS, WON)
            .file("2024-03-10/deals.csv", DEALS, OPEN);

    LoadedSources loaded = shop.load();

    assertThat(Delivered.rows(shop.map(loaded, "opportunities").accepted(), "status"))
        .containsExactly("open");
    assertThat(ledger(shop, loaded))
        .containsExactly(
            "run001 2024-03-08/deals.csv loaded 1 0 0 1 0",
            "run001 2024-03-09/deals.csv loaded 1 0 0 0 1",
            "run001 2024-03-10/deals.csv known 1 1 0 0 0");
  }

  @Test
  void aFileThatIsOverwrittenEachNightGoesBackToo() {
    Delivered shop = deals("deals.csv");
    FollowedEntity deals = new FollowedEntity(shop, "opportunities");
    night(shop, deals, 8, "deals.csv", OPEN);
    night(shop, deals, 9, "deals.csv", WON);
    LoadedSources last = night(shop, deals, 10, "deals.csv", OPEN);

    assertThat(status(deals)).containsExactly("7 open");
    assertThat(deals.rows()).isEqualTo(deals.mappedAgain(last));
  }

  @Test
  void aCopyWithinADeliveryAndAFileThatMovesSayNothingNew() throws IOException {
    Delivered shop = deals("**/*.csv").file("a.csv", DEALS, OPEN).file("b.csv", DEALS, WON);
    shop.copy("a.csv", "a-copy.csv");
    shop.load(FIRST);
    Files.createDirectories(shop.files().resolve("archive"));
    Files.move(shop.files().resolve("a.csv"), shop.files().resolve("archive/a.csv"));

    LoadedSources next = shop.load(FIRST.plusDays(1));

    assertThat(Delivered.rows(shop.map(next, "opportunities").accepted(), "status"))
        .containsExactly("won");
    assertThat(ledger(shop, next))
        .contains(
            "run001 a-copy.csv loaded 1 0 0 0 1",
            "run001 a.csv known 1 0 0 1 0",
            "run001 b.csv loaded 1 1 0 0 0");
  }

  @Test
  void aDeletionWithoutItsTimeCountsByItsDelivery() {
    Delivered shop =
        orders("newest_by = updated, deleted_when = \"gone = 'true'\"")
            .file("d1/orders.csv", ORDERS, "A1,17,2024-01-05,40.00,2024-01-05T10:00:00,")
            .file("d2/orders.csv", ORDERS, "A1,,,,,true")
            .file("d3/orders.csv", ORDERS, "A1,17,2024-01-05,41.00,2024-01-04T10:00:00,");
    assertThat(shop.accepted("orders", "order_id")).as("d3 is older than d1").isEmpty();

    shop.file("d4/orders.csv", ORDERS, "A1,17,2024-01-05,42.00,2024-01-06T10:00:00,");

    assertThat(shop.accepted("orders", "order_id")).containsExactly("shop:A1");
  }

  @Test
  void whatIsNewestIsAPointInTimeOfTheStatedForm() {
    String[] first = {ORDERS, "A1,17,2024-01-05,40.00,28/02/2024 10:00,"};
    String[] second = {ORDERS, "A1,18,2024-01-05,40.00,02/03/2024 09:00,"};
    Delivered silent = orders("newest_by = updated").file("d1/orders.csv", first);

    assertThatThrownBy(silent::load)
        .hasMessageContaining(
            "d1/orders.csv row 1: updated '28/02/2024 10:00' is neither an ISO time nor an epoch;"
                + " state its form: newest_by { column, format }");
    Delivered stated =
        orders("newest_by { column = updated, format = \"dd/MM/yyyy HH:mm\" }")
            .file("d1/orders.csv", second)
            .file("d2/orders.csv", first);
    assertThat(stated.accepted("orders", "customer_id")).containsExactly("shop:18");
  }

  @Test
  void isoAndEpochsOfAnyUnitAreKnownByThemselves() {
    Delivered shop =
        orders("newest_by = updated")
            .file(
                "d1/orders.csv",
                ORDERS,
                "A1,late,2024-01-05,1.00,1709287200000,",
                "A1,early,2024-01-05,1.00,1709200800,",
                "A2,late,2024-01-05,1.00,2024-03-01T10:00:00+01:00,",
                "A2,early,2024-01-05,1.00,2024-03-01 09:30+01:00,");

    assertThat(shop.accepted("orders", "order_id", "customer_id"))
        .containsExactly("shop:A1 shop:late", "shop:A2 shop:late");
  }

  @Test
  void deliveriesWhoseNamesDoNotSortByTimeNeedAForm() {
    Delivered shop =
        orders("")
            .file("28-02-2024/orders.csv", ORDERS, "A1,17,2024-01-05,40.00,,")
            .file("02-03-2024/orders.csv", ORDERS, "A1,18,2024-01-05,40.00,,");
    assertThatThrownBy(shop::load)
        .hasMessageContaining(
            "delivery '02-03-2024' do not sort by time as text; state delivery_format");

    orders("delivery_format = \"dd-MM-yyyy\"");

    assertThat(shop.accepted("orders", "customer_id")).containsExactly("shop:18");
    shop.file("01-03-2024/orders.csv", ORDERS, "A1,19,2024-01-05,40.00,,");
    LoadedSources late = shop.load();
    assertThat(late.notices())
        .containsExactly(
            "feed shop.orders: delivery '01-03-2024' is new, but sorts before '2024-03-02T00:00',"
                + " which was loaded already");
    assertThat(Delivered.rows(shop.map(late, "orders").accepted(), "customer_id"))
        .containsExactly("shop:18");
  }

  @Test
  void anotherContentOfTheSameNameSizeAndTimeIsSeen() throws IOException {
    Delivered shop = orders("").file("d1/orders.csv", ORDERS, "A1,17,2024-01-05,80.00,,");
    Path file = shop.files().resolve("d1/orders.csv");
    FileTime time = FileTime.from(Instant.parse("2024-03-01T00:00:00Z"));
    Files.setLastModifiedTime(file, time);
    assertThat(shop.accepted("order_lines", "amount")).containsExactly("80.00");

    shop.file("d1/orders.csv", ORDERS, "A1,17,2024-01-05,90.00,,");
    Files.setLastModifiedTime(file, time);

    assertThat(shop.accepted("order_lines", "amount")).containsExactly("90.00");
  }

  @Test
  void onlyAFileThatWasTouchedSinceItsListingIsReadAgain() throws IOException {
    Delivered shop = orders("").file("d1/orders.csv", ORDERS, "A1,17,2024-01-05,80.00,,");
    FeedHistory history = shop.load().feeds().get(0).history();
    Path path = shop.files().resolve("d1/orders.csv");
    SourceFile file = SourceFile.of("d1/orders.csv", "d1", path);
    long listed = history.lines().get(0).listedAt();

    assertThat(history.unchanged(at(file, listed - 1))).isPresent();
    assertThat(history.unchanged(at(file, listed + 1))).isEmpty();
  }

  private static SourceFile at(SourceFile file, long changed) {
    return new SourceFile(
        file.name(), file.delivery(), file.path(), file.bytes(), file.modifiedAt(), changed);
  }

  private static LoadedSources night(
      Delivered shop, FollowedEntity deals, int day, String file, String row) {
    LoadedSources loaded = shop.file(file, DEALS, row).load(LocalDate.of(2024, 3, day));
    deals.follow(loaded);
    return loaded;
  }

  private static List<String> status(FollowedEntity deals) {
    return deals.rows("substr(opportunity_id, 6)", "status");
  }

  private static List<String> ledger(Delivered shop, LoadedSources loaded) {
    return Delivered.rows(
        OpenLoads.of(shop.session(), loaded, Optional.empty())
            .ledger(
                Optional.of(shop.map(loaded, "orders").rejected()),
                shop.sources(),
                Project.entities()),
        "run_id",
        "file",
        "status",
        "rows_read",
        "rows_accepted",
        "rows_rejected",
        "rows_duplicate",
        "rows_superseded");
  }

  private Delivered deals(String path) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = deals, path = \"" + path + "\", format = csv,",
            "  delivery = changes, columns = [id, stage, status, closed], key = [id] } ]")
        .mapping(
            "opportunities",
            "select id as opportunity_id, stage, status, closed as closed_at, row_ref from deals");
  }

  private Delivered orders(String more) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = orders, path = \"{delivery}/orders.csv\", format = csv,",
            "  delivery = changes, columns = [number, customer, placed, total, updated, gone],",
            "  key = [number]",
            more,
            "} ]")
        .mapping(
            "orders",
            "select number as order_id, customer as customer_id, placed as ordered_at,"
                + " 'EUR' as currency, row_ref from orders")
        .mapping(
            "order_lines",
            "select number as order_line_id, number as order_id, 'sale' as kind, 1 as quantity,"
                + " total as amount, placed as ordered_at, row_ref from orders");
  }
}
