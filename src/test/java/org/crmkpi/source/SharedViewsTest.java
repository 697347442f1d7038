package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.crmkpi.config.Problems;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL that several mapping files of a source share stands in one file that they read as a view. */
final class SharedViewsTest {
  private static final String HEADER = "number,customer,placed,total";

  @TempDir private Path folder;

  @Test
  void entitiesFollowChangedKeysThroughAView() {
    Delivered shop = shop().mapping("placed_orders", placed());
    FollowedEntity orders = new FollowedEntity(shop, "orders");
    FollowedEntity lines = new FollowedEntity(shop, "order_lines");
    shop.file("d1/orders.csv", HEADER, "A-1,17,2024-01-05,40.00", "A-2,18,test,1.00");
    LoadedSources first = shop.load();
    orders.follow(first);
    lines.follow(first);
    assertThat(orders.rows("order_id", "customer_id")).containsExactly("shop:A-1 shop:17");
    shop.file("d2/orders.csv", HEADER, "A-3,17,2024-03-02,15.00");

    LoadedSources next = shop.load();

    assertThat(Lookaheads.arrived(shop, "orders")).isEmpty();
    for (FollowedEntity entity : List.of(orders, lines)) {
      assertThat(entity.follow(next)).isEqualTo("Keys");
      assertThat(entity.rows()).hasSize(2).isEqualTo(entity.mappedAgain(next));
    }
    shop.mapping("placed_orders", placed() + " and total <> '15.00'");
    MappedChange.Everything all = (MappedChange.Everything) orders.change(next);
    assertThat(all.why()).isEqualTo("its mapping, feeds or contract changed");
  }

  @Test
  void planSeesWhatArrivedThroughAView() {
    Delivered shop = shop().mapping("placed_orders", placed());
    shop.file("d1/orders.csv", HEADER, "A-1,17,2024-01-05,40.00");

    assertThat(Lookaheads.arrived(shop, "order_lines"))
        .containsExactly("shop.orders delivered 1 new file");
  }

  @Test
  void aRowThatFailsInAViewIsRejectedByEachMapping() {
    Delivered shop =
        shop()
            .mapping(
                "placed_orders",
                "with parts as (select *, split(number, '-') as part from orders)"
                    + " select part[1] as number, customer, placed, total, row_ref from parts")
            .file("d1/orders.csv", HEADER, "A-1,17,2024-01-05,40.00", "B,17,2024-01-05,1.00");

    LoadedSources loaded = shop.load();

    assertThat(Delivered.rows(shop.map(loaded, "orders").accepted(), "order_id"))
        .containsExactly("shop:1");
    assertThat(Delivered.rows(shop.map(loaded, "order_lines").rejected(), "row_number", "reason"))
        .containsExactly(
            "2 conf/sources/shop/order_lines.sql fails on this row: it cannot compute number");
  }

  @Test
  void unknownNamesCirclesAndUnusedViewsAreRefused() {
    Delivered shop =
        shop()
            .mapping("placed_orders", "select * from orders join one on one.number = orders.number")
            .mapping("one", "select * from two")
            .mapping("two", "select * from one")
            .mapping("oders", "select * from orders")
            .mapping("products", "select * from articles join order_lines");
    Problems problems = new Problems();

    SourceFolders.checkEntities(shop.sources(), Project.entities(), problems);

    assertThat(problems.lines())
        .containsExactlyInAnyOrder(
            "conf/sources/shop/products.sql: reads 'articles', which is neither a feed [orders] nor"
                + " a view of conf/sources/shop/",
            "conf/sources/shop/products.sql: reads 'order_lines', which is an entity; put what both"
                + " need into a view of its own",
            "conf/sources/shop/oders.sql: 'oders' is not an entity, and no other file reads it as a"
                + " view",
            "conf/sources/shop/one.sql: the view 'one' reads itself, directly or through [one,"
                + " two]",
            "conf/sources/shop/two.sql: the view 'two' reads itself, directly or through [one,"
                + " two]");
  }

  /** The newest row of each number, but those of the test customer. */
  private static String placed() {
    return "select number, customer, placed, total, row_ref from orders where placed <> 'test'";
  }

  private Delivered shop() {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = orders, path = \"{delivery}/orders.csv\", format = csv,",
            "  delivery = changes, key = [number],",
            "  columns = [number, customer, placed, total] } ]")
        .mapping(
            "orders",
            "select number as order_id, customer as customer_id, placed as ordered_at,"
                + " 'EUR' as currency, row_ref from placed_orders")
        .mapping(
            "order_lines",
            "select number as order_line_id, number as order_id, 'sale' as kind, 1 as quantity,"
                + " total as amount, placed as ordered_at, row_ref from placed_orders");
  }

  /** What a plan would say of files that nobody loaded yet. */
  private static final class Lookaheads {
    private Lookaheads() {}

    static List<String> arrived(Delivered shop, String entity) {
      return RawLoad.look(
              shop.session(), shop.sources(), shop.warehouse().toString(), "look", Delivered.AS_OF)
          .arrived(Delivered.contract(entity), shop.sources())
          .stream()
          .toList();
    }
  }
}
