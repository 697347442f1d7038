package org.crmkpi.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.source.Delivered;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestNight;

/**
 * Many quick nights of the shop, with the tables that follow its orders: anew, by key, by sums that
 * hardly any night touches, by sums over what another table says. Each night one order comes and
 * one moves to another customer; customers come once.
 */
final class WebShop {
  static final int RETENTION_DAYS = 2;

  private static final LocalDate FIRST = LocalDate.of(2024, 3, 1);
  private static final int ORDERS = 30;

  private final Path root;
  private final Delivered shop;
  private final Catalogue catalogue;

  WebShop(Path root) {
    this.root = root;
    this.shop =
        new Delivered(root.resolve("shop"))
            .conf(
                "about = shop",
                "feeds = [{ name = orders, path = \"{delivery}/orders.csv\", format = csv,",
                "  delivery = changes, columns = [id, customer, channel, updated],",
                "  key = [id], newest_by = updated },",
                "  { name = customers, path = \"{delivery}/customers.csv\", format = csv,",
                "  delivery = changes, columns = [id, country], key = [id] }]")
            .mapping("customers", "select id as customer_id, country, row_ref from customers")
            .mapping(
                "orders",
                "select id as order_id, customer as customer_id, channel, '2024-03-01' as"
                    + " ordered_at, 'EUR' as currency, row_ref from orders");
    this.catalogue = Shop.catalogue("buyers", "channel_orders", "country_orders", "field_orders");
  }

  Catalogue catalogue() {
    return catalogue;
  }

  TestNight nights(String warehouse) {
    return new TestNight(
        root.resolve(warehouse),
        shop.declared(),
        usual -> TestNight.changed(usual, 2, 1, 0, RETENTION_DAYS),
        catalogue);
  }

  /** Delivers what a night brings: an order of some channel, and another customer of an old one. */
  WebShop deliver(int night, String channel) {
    String file = "d%02d/orders.csv".formatted(night);
    List<String> base =
        IntStream.rangeClosed(1, night == 1 ? ORDERS : 0)
            .mapToObj(i -> "%d,c%d,%s,1".formatted(i, i % 7, i < 10 ? "field" + i : "web"))
            .toList();
    if (night == 1) {
      shop.file(
          "d01/customers.csv",
          "id,country",
          IntStream.range(0, 9)
              .mapToObj(i -> "c%d,%s".formatted(i, i % 2 == 0 ? "AT" : "DE"))
              .collect(Collectors.joining("\n")));
    }
    shop.file(
        file,
        "id,customer,channel,updated",
        String.join("\n", base).concat(base.isEmpty() ? "" : "\n")
            + "%d,c%d,%s,%d\n".formatted(ORDERS + night, night % 9, channel, night)
            + "%d,c%d,web,%d".formatted(10 + night % 20, night % 5, night + 1));
    return this;
  }

  void run(TestNight nights, int night) {
    nights.run(FIRST.plusDays(night - 1), Map.of("shop", shop.files()), after(night));
  }

  /** Two o'clock after the day of a night. */
  static Clock after(int night) {
    return Clock.fixed(
        FIRST.plusDays(night).atTime(2, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
  }

  /** All rows of core and KPIs, by table. */
  Map<String, List<String>> rows(ReleaseQuery release) {
    Map<String, List<String>> rows = new TreeMap<>();
    for (Contract contract : catalogue.contracts()) {
      if (contract.layer() != Layer.OPS) {
        rows.put(
            contract.name(),
            release.rows("select * from " + contract.name()).toJSON().collectAsList().stream()
                .sorted()
                .toList());
      }
    }
    return rows;
  }
}
