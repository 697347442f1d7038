package org.crmkpi.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A shop that delivers as real ones do: late rows, corrected files, renamed copies, deletions,
 * future dates, lists that come whole every night, in any order.
 */
public final class RandomNights {
  static final List<String> ENTITIES =
      List.of("orders", "order_lines", "products", "customers", "users", "accounts");

  private static final String[] CONF = {
    "about = shop",
    "feeds = [",
    "{ name = orders, path = \"{delivery}/orders*.csv\", format = csv, delivery = changes,",
    "  columns = [id, customer, product, at, updated, gone], key = [id], newest_by = updated,",
    "  deleted_when = \"gone = 'true'\" }",
    "{ name = lines, path = \"{delivery}/lines.csv\", format = csv, delivery = changes,",
    "  columns = [id, order, amount, at] }",
    "{ name = products, path = \"{delivery}/products.csv\", format = csv, delivery = full,",
    "  columns = [id, name, category] }",
    "{ name = sellers, path = \"sellers.csv\", format = csv, delivery = full,",
    "  columns = [id, name], key = [id] }",
    "]"
  };

  private final Random random;
  private final Delivered shop;
  private final Map<String, String> products = new TreeMap<>(Map.of("1", "a", "2", "b", "3", "a"));
  private final Map<String, String> sellers = new TreeMap<>(Map.of("1", "ann", "2", "bo"));
  private final List<String> orderFiles = new ArrayList<>();

  private static final Map<String, String> MAPPINGS =
      Map.of(
          "orders",
          """
          with sold as (select id, customer, product, at, row_ref from orders)
          select sold.id as order_id, sold.customer as customer_id, sold.at as ordered_at,
            'EUR' as currency, upper(products.category) as channel, sold.row_ref
          from sold left join products on products.id = sold.product""",
          "order_lines",
          """
          select id as order_line_id, order as order_id, 'sale' as kind, 1 as quantity,
            amount, at as ordered_at, row_ref
          from lines where amount <> '0'""",
          "products",
          "select id as product_id, name, category, row_ref from products",
          "customers",
          "select id as customer_id, 'person' as customer_kind, name as country, row_ref"
              + " from sellers",
          "users",
          """
          select id as user_id, name, true as has_seat, row_ref from sellers
          union all select concat('p', id), name, false, row_ref from products""",
          "accounts",
          "select customer as account_id, customer as name, min(row_ref) as row_ref"
              + " from orders group by customer");

  /** A shop with its feeds and all mappings, and nothing delivered yet. */
  public RandomNights(Delivered shop, long seed) {
    this(shop, seed, ENTITIES);
  }

  /** The same with the mappings of some entities. */
  public RandomNights(Delivered shop, long seed, List<String> entities) {
    this.random = new Random(seed);
    this.shop = shop.conf(CONF);
    entities.forEach(entity -> shop.mapping(entity, MAPPINGS.get(entity)));
  }

  /** Writes what the shop delivers for a day; now and then nothing at all. */
  public void deliver(int day) {
    if (day > 1 && chance(15)) {
      return;
    }
    String orders = "d%02d/orders.csv".formatted(day);
    orders(orders, day);
    if (chance(30) && !orderFiles.isEmpty()) {
      orders(orderFiles.get(random.nextInt(orderFiles.size())), day);
    }
    if (chance(20)) {
      shop.copy(orders, "d%02d/orders-copy.csv".formatted(chance(50) ? day : 1));
    }
    orderFiles.add(orders);
    if (chance(80)) {
      lines("d%02d/lines.csv".formatted(chance(70) ? day : 1), day);
    }
    if (day == 1 || chance(70)) {
      change(products, "a", "b", "c");
      write("d%02d/products.csv".formatted(day), "id,name,category", listed(products));
    }
    if (day == 1 || chance(60)) {
      change(sellers, "ann", "bo", "cy");
      write("sellers.csv", "id,name", sellers.entrySet().stream().map(Object::toString).toList());
    }
  }

  private void orders(String file, int day) {
    write(
        file,
        "id,customer,product,at,updated,gone",
        some(
            5,
            i ->
                "%d,c%d,%d,%s,%d,%s"
                    .formatted(
                        random.nextInt(12),
                        random.nextInt(4),
                        random.nextInt(5),
                        date(day),
                        random.nextInt(10 * day),
                        chance(15))));
  }

  private void lines(String file, int day) {
    write(
        file,
        "id,order,amount,at",
        some(
            4,
            i ->
                "%d,%d,%s,%s"
                    .formatted(
                        random.nextInt(chance(90) ? 100_000 : 5),
                        random.nextInt(12),
                        chance(90) ? random.nextInt(9) : "many",
                        chance(95) ? "2024-03-01" : date(day))));
  }

  private String date(int day) {
    int late = chance(20) ? 2 : -random.nextInt(day);
    return chance(5) ? "soon" : "2024-03-%02d".formatted(day + late);
  }

  private void change(Map<String, String> list, String... values) {
    if (chance(60)) {
      list.put(String.valueOf(random.nextInt(5)), values[random.nextInt(values.length)]);
    }
    if (chance(20) && list.size() > 1) {
      list.remove(list.keySet().iterator().next());
    }
  }

  private static List<String> listed(Map<String, String> products) {
    return products.entrySet().stream()
        .map(each -> each.getKey() + ",n" + each.getKey() + "," + each.getValue())
        .toList();
  }

  private List<String> some(int most, java.util.function.IntFunction<String> row) {
    return IntStream.rangeClosed(0, random.nextInt(most)).mapToObj(row).toList();
  }

  private void write(String file, String header, List<String> rows) {
    List<String> lines = new ArrayList<>(rows.stream().map(row -> row.replace('=', ',')).toList());
    Collections.shuffle(lines, random);
    lines.add(0, header);
    shop.file(file, lines.toArray(String[]::new));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
