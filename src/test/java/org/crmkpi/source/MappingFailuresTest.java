package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Problems;
import org.crmkpi.lock.Fence;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.CommandLine;
import org.crmkpi.testing.CommandLine.Ended;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One row on which mapping SQL fails: it is rejected, or named where it cannot be told apart. */
final class MappingFailuresTest {
  private static final int GOOD = 60;
  private static final String CUT = " 00004 0002 19970112";

  private static final String GROUPED =
      "select split(trim(line), ' +')[3] as order_id, '2024-01-01' as ordered_at,"
          + " 'USD' as currency, min(row_ref) as row_ref from purchases"
          + " group by split(trim(line), ' +')[3]";

  @TempDir private Path folder;

  @Test
  void aRowThatFailsInACommonTableExpressionIsRejected() {
    Delivered shop =
        shop(
            "with cells as (select split(trim(line), ' +') as all, row_ref from purchases),"
                + " named as (select all[0] as customer, all[3] as units, row_ref from cells)"
                + " select row_ref.row as order_id, customer as customer_id, units as channel,"
                + " '2024-01-01' as ordered_at, 'USD' as currency, row_ref from named"
                + " where customer is not null");

    rejectsOnly(shop, "it cannot compute units");
  }

  @Test
  void aRowThatFailsInAConditionOrInOneBranchOfAUnionIsRejected() {
    Delivered shop =
        shop(
            select("cast(split(trim(line), ' +')[3] as int) < 2")
                + " union all "
                + select("split(trim(line), ' +')[1] = 'none'"));

    MappedEntity orders = shop.map(shop.load(), "orders");

    assertThat(orders.accepted().count()).isZero();
    assertThat(Delivered.rows(orders.rejected(), "row_number", "reason"))
        .singleElement()
        .asString()
        .startsWith("61 conf/sources/shop/orders.sql fails on this row: it cannot compute the")
        .contains("condition");
  }

  @Test
  void aRowThatFailsInAGroupIsNamedByMappingFeedFileAndRow() {
    Delivered shop = shop(GROUPED);
    shop.mapping(
        "products",
        "select sum(cast(split(trim(line), ' +')[2] as int) / (row_ref.row - 61)) as product_id,"
            + " 'x' as name, min(row_ref) as row_ref from purchases");
    TestNight night =
        new TestNight(
            shop.warehouse(),
            shop.declared(),
            TestNight.followed(1),
            Project.catalogue("orders", "products"));

    assertThatThrownBy(() -> night.run(Delivered.AS_OF, Map.of("shop", shop.files())))
        .isInstanceOf(CrmFailure.class)
        .hasMessageContaining("conf/sources/shop/orders.sql: fails on a row; nothing was published")
        .hasMessageContaining("feed shop.purchases, a.txt row 61: INVALID_ARRAY_INDEX")
        .hasMessageContaining("conf/sources/shop/products.sql: fails on a row")
        .hasMessageContaining("feed shop.purchases, a.txt row 61: DIVIDE_BY_ZERO");
  }

  @Test
  void whatNothingWouldReleaseIsNotBegunAndEntitiesAreAllTried() {
    Delivered shop =
        shop(GROUPED)
            .mapping(
                "customers",
                "select split_part(trim(line), ' ', 1) as customer_id, min(row_ref) as row_ref"
                    + " from purchases group by split_part(trim(line), ' ', 1)");
    TestNight night =
        new TestNight(
            shop.warehouse(),
            shop.declared(),
            usual -> TestNight.changed(usual, 1, 1, usual.rejectedShareLimit()),
            Project.catalogue("orders", "customer_identities"));

    assertThatThrownBy(() -> night.run(Delivered.AS_OF, Map.of("shop", shop.files())))
        .hasMessageContaining("a.txt row 61");

    assertThat(
            Delivered.rows(
                night
                    .warehouse()
                    .table(Layer.OPS, "table_runs")
                    .newest()
                    .orElseThrow()
                    .read(shop.session()),
                "table_name",
                "status"))
        .contains(
            "crm_core.customer_identities not reached",
            "crm_core.customers published",
            "crm_core.orders failed");
  }

  @Test
  void theCauseComesLast() {
    Delivered shop = shop(GROUPED);

    Ended ended =
        CommandLine.in(folder, Project.catalogue("orders", "order_values"))
            .crmKpi(
                "run",
                "--source",
                "shop=" + shop.files(),
                "--as-of",
                "1998-06-30",
                "--warehouse",
                shop.warehouse().toString());

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err())
        .containsSubsequence(
            "tables were not begun",
            "conf/sources/shop/orders.sql: fails on a row; nothing was published",
            "feed shop.purchases, a.txt row 61: INVALID_ARRAY_INDEX")
        .doesNotContain("not reached");
  }

  @Test
  void theShippedMappingReadsTheMasterFileAndTurnsAwayTheCutLineOfIt() {
    Delivered files = new Delivered(folder);
    files.file("CDNOW_master.txt", lines(" %05d 199701%02d  %d   %d.50", " 00004 19970112"));

    List<String> orders = shipped(files, "orders", "order_id", "customer_id", "ordered_at");
    List<String> lines = shipped(files, "order_lines", "order_line_id", "quantity", "amount");

    assertThat(orders)
        .hasSize(GOOD)
        .contains(
            "cdnow:7 cdnow:00007 1997-01-07 00:00:00", "cdnow:31 cdnow:00031 1997-01-03 00:00:00");
    assertThat(lines).hasSize(GOOD).contains("cdnow:7 2.000 7.50", "cdnow:31 2.000 31.50");
  }

  @Test
  void theShippedMappingTurnsAwayTheCutLineOfTheSample() {
    Delivered files = new Delivered(folder);
    files.file("CDNOW_sample.txt", lines(" %1$05d %1$04d 199701%2$02d  %3$d   %4$d.50", CUT));

    assertThat(shipped(files, "orders", "order_id")).hasSize(GOOD);
    assertThat(shipped(files, "order_lines", "order_line_id")).hasSize(GOOD);
  }

  private static void rejectsOnly(Delivered shop, String why) {
    MappedEntity orders = shop.map(shop.load(), "orders");

    assertThat(orders.accepted().count()).isEqualTo(GOOD);
    assertThat(Delivered.rows(orders.rejected(), "file", "row_number", "reason"))
        .containsExactly("a.txt 61 conf/sources/shop/orders.sql fails on this row: " + why);
  }

  private static String select(String condition) {
    return "select row_ref.row as order_id, '2024-01-01' as ordered_at, 'USD' as currency, row_ref"
        + " from purchases where "
        + condition;
  }

  private Delivered shop(String orders) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = purchases, path = \"*.txt\", format = text, delivery = full } ]")
        .mapping("orders", orders)
        .file("a.txt", lines(" %1$05d %1$04d 199701%2$02d  %3$d   %4$d.50", CUT));
  }

  /** Customer, day, units and dollars of sixty lines, and one that was cut off. */
  private static String[] lines(String form, String cut) {
    List<String> lines =
        IntStream.rangeClosed(1, GOOD)
            .mapToObj(i -> form.formatted(i, i % 28 == 0 ? 28 : i % 28, 2, i))
            .toList();
    return Stream.concat(lines.stream(), Stream.of(cut)).toArray(String[]::new);
  }

  private List<String> shipped(Delivered files, String entity, String... columns) {
    Problems problems = new Problems();
    List<Source> sources =
        SourceFolders.read(
            Project.home().resolve("conf/sources"),
            List.of(new SourceRequest("cdnow", Optional.of(files.files()))),
            problems);
    problems.throwIfAny("conf/sources", "");
    LoadedSources loaded =
        new RawLoad(0)
            .load(
                files.session(),
                sources,
                folder.resolve(entity).toString(),
                Fence.NONE,
                "run1",
                LocalDate.of(1998, 6, 30),
                Clock.systemUTC());
    MappedEntity mapped =
        EntityRows.map(files.session(), Delivered.contract(entity), sources, loaded);
    assertThat(Delivered.rows(mapped.rejected(), "file", "row_number"))
        .singleElement()
        .asString()
        .endsWith(" 61");
    return Delivered.rows(mapped.accepted(), columns);
  }
}
