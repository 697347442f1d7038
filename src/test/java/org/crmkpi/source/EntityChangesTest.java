package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night that maps only what changed leaves the table that mapping everything would give. */
final class EntityChangesTest {
  private static final long SEED = Long.getLong("crm.seed", 5);
  private static final int LONG = 110_000;
  private static final int NIGHTS = Integer.getInteger("crm.nights", 8);

  @TempDir private Path folder;

  @Test
  void changedKeysEqualEverythingOverRandomNights() {
    Delivered shop = new Delivered(folder);
    RandomNights nights = new RandomNights(shop, SEED);
    Map<String, FollowedEntity> entities = new HashMap<>();
    RandomNights.ENTITIES.forEach(name -> entities.put(name, new FollowedEntity(shop, name)));
    Map<String, Set<String>> ways = new HashMap<>();
    for (int day = 1; day <= NIGHTS; day++) {
      nights.deliver(day);
      if (day % 4 == 3) {
        continue;
      }
      LocalDate asOf = LocalDate.of(2024, 3, day % 6 == 5 ? day - 2 : day);
      LoadedSources loaded = shop.load(asOf);
      for (FollowedEntity entity : entities.values()) {
        String way = entity.follow(loaded);
        ways.computeIfAbsent(way, none -> new HashSet<>()).add(entity.name());
        String told = "%s on day %d by %s".formatted(entity.name(), day, way);
        assertThat(entity.rows()).as(told).isEqualTo(entity.mappedAgain(loaded));
        assertThat(entity.taken()).as(told).isEqualTo(entity.takenAgain());
      }
    }
    assertThat(ways.get("Keys"))
        .contains("orders", "order_lines", "products", "customers")
        .doesNotContain("users", "accounts");
    assertThat(ways.get("Nothing")).isNotEmpty();
    assertThat(ways.get("Everything")).contains("users", "accounts");
  }

  @Test
  void ofAListThatIsDeliveredAgainOnlyTheRowsThatDifferAreMapped() {
    Delivered shop = shop();
    FollowedEntity products = new FollowedEntity(shop, "products");
    FollowedEntity orders = new FollowedEntity(shop, "orders");
    LoadedSources first = shop.load();
    products.follow(first);
    orders.follow(first);
    shop.file("d2/products.csv", "id,name,colour", "2,bolt,red", "1,nut,blue");

    LoadedSources again = shop.load();

    assertThat(keys(products.change(again))).containsExactly("shop:1");
    assertThat(keys(orders.change(again))).as("orders do not use the colour").isEmpty();
    for (FollowedEntity entity : List.of(products, orders)) {
      entity.follow(again);
      assertThat(entity.change(again)).isInstanceOf(MappedChange.Nothing.class);
      assertThat(entity.rows()).isEqualTo(entity.mappedAgain(again));
    }
  }

  @Test
  void aLongHistoryIsSearchedForTheRowsOfTheKeys() {
    Delivered shop = shop();
    FollowedEntity orders = new FollowedEntity(shop, "orders");
    shop.file("d1/orders.csv", manyOrders("2024-03-01"));
    shop.load();
    shop.file("d2/orders.csv", manyOrders("2024-03-02"));
    orders.follow(shop.load());
    shop.file("d3/orders.csv", "id,product,at", "7,2,2024-03-05", "new,1,2024-03-05");
    orders.follow(shop.load());
    shop.remove("d3/orders.csv");
    shop.file("d4/orders.csv", "id,product,at", "109999,2,2024-03-06", "new,2,2024-03-06");

    LoadedSources last = shop.load();
    assertThat(keys(orders.change(last))).containsExactly("shop:109999", "shop:new");
    orders.follow(last);

    assertThat(orders.rows()).hasSize(LONG + 1).isEqualTo(orders.mappedAgain(last));
    assertThat(orders.taken()).isEqualTo(orders.takenAgain());
  }

  /** Two files of them are more rows than are read as a whole, and more than a page of a file. */
  private static String[] manyOrders(String day) {
    return Stream.concat(
            Stream.of("id,product,at"), IntStream.range(0, LONG).mapToObj(id -> id + ",1," + day))
        .toArray(String[]::new);
  }

  private static List<String> keys(MappedChange change) {
    Dataset<Row> keys = ((MappedChange.Keys) change).keys();
    return Delivered.rows(keys, keys.columns());
  }

  @Test
  void anotherMappingOrAnUnknownTokenMapsEverything() {
    Delivered shop = shop();
    FollowedEntity products = new FollowedEntity(shop, "products");
    products.follow(shop.load());
    LoadedSources again = shop.load();
    assertThat(products.change(again)).isInstanceOf(MappedChange.Nothing.class);

    shop.mapping("products", "select id as product_id, upper(name) as name, row_ref from products");
    MappedChange.Everything change = (MappedChange.Everything) products.change(again);
    assertThat(change.why()).isEqualTo("its mapping, feeds or contract changed");

    assertThat(Taken.parse("{\"as_of\": \"soon\"}")).isEmpty();
    assertThat(Taken.parse("by hand")).isEmpty();
  }

  private Delivered shop() {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [",
            "{ name = products, path = \"{delivery}/products.csv\", format = csv,",
            "  delivery = full, columns = [id, name, colour] }",
            "{ name = orders, path = \"{delivery}/orders.csv\", format = csv,",
            "  delivery = changes, columns = [id, product, at], key = [id] }",
            "]")
        .mapping("products", "select id as product_id, name, row_ref from products")
        .mapping(
            "orders",
            """
            select orders.id as order_id, orders.at as ordered_at, 'EUR' as currency,
              products.name as channel, orders.row_ref
            from orders left join products on products.id = orders.product""")
        .file("d1/products.csv", "id,name,colour", "1,nut,green", "2,bolt,red")
        .file("d1/orders.csv", "id,product,at", "1,1,2024-03-01", "2,3,2024-03-02");
  }
}
