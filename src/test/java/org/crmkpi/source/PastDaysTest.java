package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run knows what was loaded for its own day and earlier ones, whenever it runs. */
final class PastDaysTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 3, 1);
  private static final List<Integer> OUT_OF_ORDER = List.of(3, 1, 2, 5, 4);
  private static final List<String> PATHS =
      List.of("{delivery}/a.csv", "b.csv", "{delivery}/c.csv", "d.csv");
  private static final String HEADER = "id,name";

  @TempDir private Path folder;

  @Test
  void nightsOutOfOrderEqualNightsInOrder() {
    Delivered inOrder = everyKind(folder.resolve("one"));
    Delivered outOfOrder = everyKind(folder.resolve("other"));
    List.of(1, 2, 3, 4, 5).forEach(night -> night(inOrder, night));
    OUT_OF_ORDER.forEach(night -> night(outOfOrder, night));
    night(outOfOrder, 5);

    for (int day : List.of(2, 5)) {
      assertThat(customers(outOfOrder, day)).isEqualTo(customers(inOrder, day)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"changes", "full"})
  void aRunForAPastDayGivesTheSameAfterTodaysLoad(String delivery) {
    Delivered shop = shop(folder, delivery, "{delivery}/*.csv");
    shop.file("d1/c.csv", HEADER, "1,anna", "2,bob");
    List<String> then = customers(shop, 1);
    shop.file("d1/c.csv", HEADER, "1,amy", "2,bob").file("d2/c.csv", HEADER, "1,zoe");
    List<String> today = customers(shop, 2);

    assertThat(customers(shop, 1)).isEqualTo(then).containsExactly("shop:1 anna", "shop:2 bob");
    assertThat(customers(shop, 2)).isEqualTo(today).contains("shop:1 zoe");
    assertThat(shop.load(FIRST).notices())
        .containsExactly(
            "feed shop.customers: 2 files were loaded for a later day than 2024-03-01 and do not"
                + " count");
  }

  @Test
  void aFileCorrectedForAPastDayCountsFromThatDayUntilItsNextListing() {
    Delivered shop = shop(folder, "full", "c.csv");
    shop.file("c.csv", HEADER, "1,anna").load(day(1));
    shop.file("c.csv", HEADER, "1,berta").load(day(3));
    shop.file("c.csv", HEADER, "1,carla").load(day(2));

    assertThat(customers(shop, 1)).containsExactly("shop:1 anna");
    assertThat(customers(shop, 2)).containsExactly("shop:1 carla");
    shop.file("c.csv", HEADER, "1,berta");
    assertThat(customers(shop, 3)).containsExactly("shop:1 berta");
  }

  @Test
  void aDayBeforeTheFirstLoadSeesWhatThatLoadBrought() {
    Delivered shop = shop(folder, "changes", "*.csv");
    shop.file("a.csv", HEADER, "1,anna").load(day(20));
    shop.file("b.csv", HEADER, "2,bob").load(day(21));

    assertThat(customers(shop, 3)).containsExactly("shop:1 anna");
    assertThat(customers(shop, 21)).containsExactly("shop:1 anna", "shop:2 bob");
  }

  /** Each night tells of one new customer, and of customer 1 again. */
  private static void night(Delivered shop, int night) {
    for (String path : PATHS) {
      shop.file(
          path.replace("{delivery}", "d" + night), HEADER, night + 10 + ",new", "1,n" + night);
    }
    shop.load(day(night));
  }

  private static List<String> customers(Delivered shop, int day) {
    MappedEntity mapped = shop.map(shop.load(day(day)), "customers");
    return Delivered.rows(mapped.accepted(), "customer_id", "country");
  }

  private static LocalDate day(int day) {
    return FIRST.plusDays(day - 1);
  }

  /** Four feeds: changes or full, with or without names of deliveries. */
  private static Delivered everyKind(Path folder) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [",
            feed("a", "changes", PATHS.get(0)),
            feed("b", "changes", PATHS.get(1)),
            feed("c", "full", PATHS.get(2)),
            feed("d", "full", PATHS.get(3)),
            "]")
        .mapping(
            "customers",
            Stream.of("a", "b", "c", "d")
                .map(PastDaysTest::mapping)
                .collect(Collectors.joining(" union all ")));
  }

  private static Delivered shop(Path folder, String delivery, String path) {
    return new Delivered(folder)
        .conf("about = shop", "feeds = [", feed("customers", delivery, path), "]")
        .mapping("customers", mapping("customers").replace("customers', id", "', id"));
  }

  private static String feed(String name, String delivery, String path) {
    return """
        { name = %s, path = "%s", format = csv, delivery = %s, columns = [id, name], key = [id] }"""
        .formatted(name, path, delivery);
  }

  private static String mapping(String feed) {
    return """
        select concat('%1$s', id) as customer_id, 'person' as customer_kind, name as country,
          row_ref
        from %1$s"""
        .formatted(feed);
  }
}
