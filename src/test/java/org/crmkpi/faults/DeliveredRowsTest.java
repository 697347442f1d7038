package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.crmkpi.source.Delivered;
import org.crmkpi.source.LoadedSources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are damaged, drift to another type or repeat a key. */
@Tag("fault")
final class DeliveredRowsTest {
  private static final String MAPPING =
      "select id as product_id, name, category, launched as launched_on,"
          + " price as list_price_amount, row_ref from articles";
  private static final int RUNS = 5;
  private static final int FILES = 6;
  private static final int KEYS = 40;

  @TempDir private Path folder;

  @Test
  void exactlyTheDamagedRowsAreRejectedWithTheirPlaceAndReason() throws IOException {
    Delivered shop =
        shop("csv", "")
            .file(
                "a.csv",
                "id,name,category,launched,price",
                "1,nut,metal,2024-01-01,1.00",
                "2,short",
                "3,long,metal,2024-01-01,1.00,more",
                "4,bolt,metal,2024-01-01,ten",
                "5,pin,metal,01.02.2024,1.00",
                "6,\"stray\"quote,metal,2024-01-01,1.00",
                "7,n\0l,metal,2024-01-01,1.00",
                "8,\"two\nlines\",metal,2024-01-01,8.00",
                "9," + "w".repeat(1 << 20) + ",metal,2024-01-01,1.00",
                "10,rod,metal,2024-01-01,10.00",
                "11,\"never closed,metal,2024-01-01,1.00",
                "12,last,metal,2024-01-01,12.00");

    Loaded loaded = Loaded.of(shop, "products");

    assertThat(loaded.rejected())
        .containsExactlyInAnyOrder(
            "a.csv 2 2 fields instead of 5",
            "a.csv 3 6 fields instead of 5",
            "a.csv 4 list_price_amount 'ten' is not a number with at most 18 digits, 2 of them"
                + " decimals",
            "a.csv 5 launched_on '01.02.2024' is not a date",
            "a.csv 6 text follows a closing quote",
            "a.csv 7 a NUL character",
            "a.csv 9 longer than 1000000 characters",
            "a.csv 11 a quote is not closed");
    assertThat(loaded.accepted("product_id", "name", "list_price_amount"))
        .containsExactly(
            "shop:1 nut 1.00", "shop:10 rod 10.00", "shop:12 last 12.00", "shop:8 two\nlines 8.00");
    long lines;
    try (Stream<String> counted = Files.lines(shop.files().resolve("a.csv"))) {
      lines = counted.count();
    }
    long records = lines - 1 /* header */ - 1 /* a line feed in quotes */;
    assertThat(loaded.ledger()).containsExactly("a.csv " + records + " 4 8 0 0");
    FaultLog.saw(
        15,
        "8 damaged rows of 12, among them a NUL, two stray quotes and a field of 1 MiB",
        "rejected by file, row and reason; ledger 12 = 4 + 8 as %d lines say".formatted(lines));
  }

  @Test
  void driftOfTypesIsRejectedOrKeptAsItIsAndNeverNull() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    Delivered shop =
        shop("json", "key = [id]")
            .file(
                "a.json",
                "{\"id\": 9223372036854775807, \"name\": \"max\", \"category\": null,"
                    + " \"launched\": \"2024-01-01\", \"price\": 1.10}",
                "{\"id\": \"1234567890123456789\", \"name\": 5, \"category\": \"x\","
                    + " \"launched\": \"2024-01-01\", \"price\": \"2.20\"}",
                "{\"id\": 3, \"name\": \"a\", \"category\": \"x\", \"launched\": \"03/04/2024\","
                    + " \"price\": 1}",
                "{\"id\": 4, \"name\": \"b\", \"category\": \"x\", \"launched\": \"2024-01-01\","
                    + " \"price\": {\"value\": 1}}",
                "{\"id\": 5, \"name\": \"c\", \"category\": \"x\", \"launched\": 20240101,"
                    + " \"price\": true}",
                "{\"id\": 6, \"article\": {\"name\": \"d\"}}",
                "{\"id\": 7, \"name\": \"e\", \"category\": "
                    + deep
                    + ", \"launched\": \"2024-01-01\", \"price\": 1}",
                "{\"id\": 8, \"Id\": 9, \"name\": \"e\", \"category\": null,"
                    + " \"launched\": null, \"price\": null}");

    Loaded loaded = Loaded.of(shop, "products");

    assertThat(loaded.accepted("product_id", "name", "category", "list_price_amount"))
        .containsExactly(
            "shop:1234567890123456789 5 x 2.20", "shop:9223372036854775807 max null 1.10");
    assertThat(loaded.rejected())
        .hasSize(6)
        .contains(
            "a.json 3 launched_on '03/04/2024' is not a date",
            "a.json 6 'name' is not in the object",
            "a.json 7 not valid JSON",
            "a.json 8 'Id' is twice in the object")
        .anyMatch(row -> row.startsWith("a.json 4 list_price_amount"))
        .anyMatch(row -> row.startsWith("a.json 5 "));
    assertThat(loaded.ledger()).containsExactly("a.json 8 2 6 0 0");
    assertThat(loaded.accepted("count(*)", "count(launched_on)", "count(list_price_amount)"))
        .containsExactly("2 2 2");
    FaultLog.saw(
        19,
        "ids of 19 digits as number and text, a date 03/04, three other shapes, 5,000 levels",
        "2 rows accepted with 1 null, the one that was delivered; 6 rejected with reasons");
  }

  @Test
  void aParquetKeyThatBecameAFractionIsRefused() {
    Delivered shop = shop("parquet", "key = [id]");
    shop.session()
        .sql(
            "select cast(id as double) as id, 'n' as name, 'x' as category, '2024-01-01' as"
                + " launched, '1' as price from values (1234567890123456789) as t(id)")
        .write()
        .parquet(shop.files().resolve("a").toString());

    assertThatThrownBy(shop::load).hasMessageContaining("key id is a fraction");
  }

  @Test
  @Tag("faults")
  void ofRowsThatChangedAtTheSameTimeTheLastDeliveredCountsHoweverTheyAreSpread() {
    Random random = new Random(20);
    List<List<String>> contents = new ArrayList<>();
    for (int file = 0; file < FILES; file++) {
      List<String> rows = new ArrayList<>(List.of("id,name,category,launched,price"));
      for (int row = 0; row < 100; row++) {
        int key = random.nextInt(KEYS);
        rows.add(key + ",f" + file + "r" + row + ",x,2024-01-01," + random.nextInt(100));
      }
      rows.addAll(List.of(" ,blank,x,2024-01-01,1", ",null,x,2024-01-01,1"));
      contents.add(rows);
    }
    List<List<String>> winners = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      winners.add(winners(run, contents));
    }

    assertThat(winners.get(0)).hasSize(KEYS).isEqualTo(lastOfEachKey(contents));
    assertThat(winners).containsOnly(winners.get(0));
    FaultLog.saw(
        20,
        "600 rows of 40 keys with equal times, 12 blank or null keys; files loaded in %d orders with"
                .formatted(RUNS)
            + " 1 to 9 partitions",
        "the last row of the last file wins in every run; 12 rejected");
  }

  private List<String> winners(int run, List<List<String>> contents) {
    Delivered shop =
        new Delivered(folder.resolve("run" + run))
            .conf(conf("csv", "key = [id], newest_by = launched", "{delivery}/a.csv"))
            .mapping("products", MAPPING);
    shop.session().conf().set("spark.sql.shuffle.partitions", String.valueOf(1 + 2 * run));
    shop.session().conf().set("spark.sql.files.maxPartitionBytes", run % 2 == 0 ? "2k" : "128m");
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    Collections.shuffle(order, new Random(run));
    List<Integer> first = order.subList(0, run);
    first.forEach(file -> deliver(shop, file, contents));
    if (run > 0) {
      shop.load(1);
    }
    order.forEach(file -> deliver(shop, file, contents));
    LoadedSources all = shop.load(1);
    Loaded loaded = new Loaded(shop, all, shop.map(all, "products"));
    if (run == 0) {
      assertThat(loaded.rejected())
          .hasSize(2 * FILES)
          .allMatch(row -> row.endsWith("the key id is missing"));
    }
    return loaded.accepted("product_id", "name", "list_price_amount");
  }

  private static void deliver(Delivered shop, int file, List<List<String>> contents) {
    shop.file("d" + file + "/a.csv", contents.get(file).toArray(String[]::new));
  }

  /** The winners by plain Java: later rows replace earlier ones. */
  private static List<String> lastOfEachKey(List<List<String>> contents) {
    java.util.Map<String, String> last = new java.util.TreeMap<>();
    for (List<String> rows : contents) {
      for (String row : rows.subList(1, rows.size())) {
        String[] fields = row.split(",", -1);
        if (!fields[0].isBlank()) {
          last.put(
              "shop:" + fields[0], "shop:" + fields[0] + " " + fields[1] + " " + fields[4] + ".00");
        }
      }
    }
    return last.values().stream().sorted().toList();
  }

  private Delivered shop(String format, String more) {
    return new Delivered(folder)
        .conf(conf(format, more, "**/*." + format))
        .mapping("products", MAPPING);
  }

  private static String[] conf(String format, String more, String path) {
    return new String[] {
      "about = shop",
      "feeds = [ { name = articles, path = \"" + path + "\", format = " + format,
      "  delivery = changes, columns = [id, name, category, launched, price]",
      more,
      "} ]"
    };
  }
}
