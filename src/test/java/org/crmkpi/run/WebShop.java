package org.crmkpi.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
import org.crmkpi.catalog.CatalogueReader;
import org.crmkpi.config.Problems;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.source.Delivered;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;

/**
 * A shop with few tables of every kind, so that many nights are quick: rows by key, sums over keys,
 * sums that hardly any night touches, sums by what another table says, and a KPI. Each night one
 * order comes and one moves to another customer; customers come once.
 */
final class WebShop {
  static final int RETENTION_DAYS = 2;

  private static final LocalDate FIRST = LocalDate.of(2024, 3, 1);
  private static final int ORDERS = 30;

  private final Path root;
  private final Delivered shop;
  private final Catalogue catalogue;

  WebShop(Path root) throws IOException {
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
    for (String table : List.of("releases", "runs", "table_runs", "checks", "restatements")) {
      link("ops/nights/" + table, "ops/nights/" + table);
    }
    link("ops/load/file_ledger", "ops/load/file_ledger");
    link("ops/load/rejected_rows", "ops/load/rejected_rows");
    link("core/sales/orders", "core/shop/orders");
    link("core/customers/customers", "core/shop/customers");
    counts(
        "core", "customer_orders", "orders", "{ by-key = [customer_id] }", "customer_id", "true");
    counts("core", "channel_orders", "orders", summed("true"), "channel", "true");
    counts(
        "core",
        "field_orders",
        "orders",
        summed("channel like 'field%'"),
        "channel",
        "channel like 'field%'");
    counts("kpi", "buyers", "customer_orders", "rebuild", "customer_id", "true");
    table(
        "core",
        "country_orders",
        "orders, customers",
        """
        {
          summed-by = [order_id], counted-in = entries_count
          through {
            customers = "select order_id from orders join changes using (customer_id)"
          }
          needs { customers = "select customer_id from orders" }
        }""",
        "country",
        """
        select coalesce(country, 'unknown') as country, count(*) as entries_count
        from orders left join customers using (customer_id)
        group by all""");
    Problems problems = new Problems();
    this.catalogue = CatalogueReader.read(tables(), problems);
    problems.throwIfAny("the tables", "mend them.");
  }

  private static String summed(String touching) {
    return """
        {
          summed-by = [customer_id], counted-in = entries_count
          through { orders = "select customer_id from changes where %s" }
        }"""
        .formatted(touching);
  }

  private void counts(
      String layer, String name, String input, String refresh, String grain, String where) {
    table(
        layer,
        name,
        input,
        refresh,
        grain,
        "select %s, count(*) as entries_count from %s where %s group by %1$s"
            .formatted(grain, input, where));
  }

  private void table(
      String layer, String name, String inputs, String refresh, String grain, String query) {
    Path folder = tables().resolve(layer + "/shop/" + name);
    write(
        folder.resolve("table.conf"),
        """
        about = "Orders."
        owner = "a test"
        grain = [%s]
        inputs = [%s]
        refresh %s
        columns = [
          { name = %1$s, type = string, about = "Of the orders." }
          { name = entries_count, type = bigint, unit = orders, about = "How many." }
        ]
        version = 1
        history = ["1: first definition"]
        """
            .formatted(grain, inputs, refresh.startsWith("{") ? refresh : "= " + refresh));
    write(folder.resolve("query.sql"), query);
  }

  private Path tables() {
    return root.resolve("tables");
  }

  private void link(String folder, String as) throws IOException {
    Path link = tables().resolve(as);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(
        link, Project.home().resolve("src/main/tables").resolve(folder).toAbsolutePath());
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
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
