package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.crmkpi.source.Delivered;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A margin keeps what its product was and cost on the day of the sale, night after night. */
final class MarginsOfTheDayTest {
  private static final String PRODUCTS = "id,name,category,cost";

  @TempDir private Path folder;

  @Test
  void neitherALaterCostNorTheEndOfAProductChangesWhatWasSold() {
    Delivered shop = shop();
    TestNight nights =
        new TestNight(
            shop.warehouse(),
            shop.declared(),
            usual -> TestNight.changed(usual, usual.parallelTables(), 200_000, 0),
            Project.catalogue("order_values"));
    shop.file("2024-03-31/lines.csv", "id,day,units,amount", "1,2024-03-15,100,1000.00");
    shop.file("2024-03-31/products.csv", PRODUCTS, "cup,Cup,Kitchen,8.00", "pen,Pen,Office,1.00");

    assertThat(night(shop, nights, 3)).containsExactly("shop:1 Cup Kitchen 20000");

    shop.file("2024-05-01/lines.csv", "id,day,units,amount", "2,2024-05-15,100,1000.00");
    shop.file("2024-05-01/products.csv", PRODUCTS, "cup,Mug,Gifts,9.00", "pen,Pen,Office,1.00");

    assertThat(night(shop, nights, 5))
        .containsExactly("shop:1 Cup Kitchen 20000", "shop:2 Mug Gifts 10000");

    shop.file("2024-06-01/products.csv", PRODUCTS, "pen,Pen,Office,1.00");

    assertThat(night(shop, nights, 6))
        .containsExactly("shop:1 Cup Kitchen 20000", "shop:2 Mug Gifts 10000");
  }

  private static List<String> night(Delivered shop, TestNight nights, int month) {
    LocalDate lastDay = LocalDate.of(2024, month, 1).plusMonths(1).minusDays(1);
    nights.run(lastDay, Map.of("shop", shop.files()));
    return nights.lines(
        "select o.order_id, l.product_name, l.product_category, o.margin_cents"
            + " from order_values as o join order_line_values as l on l.order_id = o.order_id"
            + " order by o.order_id");
  }

  private Delivered shop() {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [",
            "  { name = lines, path = \"{delivery}/lines.csv\", format = csv,",
            "    delivery = changes, columns = [id, day, units, amount], key = [id] }",
            "  { name = products, path = \"{delivery}/products.csv\", format = csv,",
            "    delivery = full, columns = [id, name, category, cost], key = [id] }",
            "]")
        .mapping(
            "orders",
            "select id as order_id, day as ordered_at, 'EUR' as currency, row_ref from lines")
        .mapping(
            "order_lines",
            "select id as order_line_id, id as order_id, 'cup' as product_id, 'sale' as kind,"
                + " units as quantity, amount, day as ordered_at, row_ref from lines")
        .mapping(
            "products",
            "select id as product_id, name, category, cost as unit_cost_amount,"
                + " 'EUR' as currency, row_ref from products");
  }
}
