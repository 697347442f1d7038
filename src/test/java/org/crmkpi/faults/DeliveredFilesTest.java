package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.source.Delivered;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that come twice, cut off, in other encodings or with other columns. */
@Tag("fault")
final class DeliveredFilesTest {
  private static final String HEADER = "id,name,price,updated";
  private static final String NAME = "Straße, Ünal & Søn — 5 €";

  @TempDir private Path folder;

  @Test
  void aFileTwiceARenamedCopyAndOverlappingExportsCountOnce() {
    Delivered shop =
        articles("*/*.csv", "csv", "key = [id], newest_by = updated")
            .file("d1/a.csv", HEADER, "1,nut,1.00,1", "2,bolt,2.00,1", "3,pin,3.00,1", "4,cog,4,1")
            .file("d2/a.csv", HEADER, "3,pin,3.00,1", "4,gear,4.50,2", "5,cam,5.00,1", ",x,1,1")
            .file("d3/a.csv", HEADER, "4,gear,4.50,2", "5,cam,5.00,1", "6,rod,six,1", "7,short");
    shop.copy("d1/a.csv", "d2/a-copy.csv");

    Loaded loaded = Loaded.of(shop, "products");

    assertThat(loaded.accepted("product_id", "name", "list_price_amount"))
        .containsExactly(
            "shop:1 nut 1.00",
            "shop:2 bolt 2.00",
            "shop:3 pin 3.00",
            "shop:4 gear 4.50",
            "shop:5 cam 5.00");
    assertThat(loaded.ledger())
        .isEqualTo(Recount.of(shop.files(), fields -> !fields.get(2).equals("six")))
        .contains("d2/a-copy.csv 4 0 0 4 0");
    assertThat(shop.load(1).hasNewRows()).as("the same files again").isFalse();
    FaultLog.saw(
        13,
        "a renamed copy, two overlapping exports and a second load: 16 rows in 4 files",
        "5 keys once each; ledger %s as recounted".formatted(loaded.ledger()));
  }

  @Test
  void overlappingExportsOfAFeedWithoutAKeyCountOnce() {
    Delivered shop =
        articles("*/*.csv", "csv", "")
            .file("d1/a.csv", HEADER, "1,nut,1.00,1", "2,bolt,2.00,1")
            .file("d2/a.csv", HEADER, "2,bolt,2.00,1", "3,pin,3.00,1");

    Loaded loaded = Loaded.of(shop, "products");

    assertThat(loaded.accepted("product_id")).containsExactly("shop:1", "shop:2", "shop:3");
    assertThat(loaded.rejected()).containsExactly("d2/a.csv 1 a second row with the same key");
    assertThat(loaded.ledger()).containsExactly("d1/a.csv 2 2 0 0 0", "d2/a.csv 2 1 1 0 0");
  }

  @Test
  void aCutOffArchiveAndAParquetFileWithoutItsEndAreRejectedWhole() throws IOException {
    byte[] archive = gzip(HEADER + "\n1,nut,1.00,1\n2,bolt,2.00,1\n");
    Delivered text =
        new Delivered(folder.resolve("text"))
            .conf(conf("*.csv.gz", "csv", ""))
            .mapping("products", MAPPING)
            .bytes("cut.csv.gz", Arrays.copyOf(archive, archive.length - 11))
            .bytes("whole.csv.gz", gzip(HEADER + "\n3,pin,3.00,1\n"));
    byte[] parquet = parquet(text, "select '1' as id, 'nut' as name, '1' as price, '1' as updated");
    Delivered columns =
        new Delivered(folder.resolve("columns"))
            .conf(conf("*.parquet", "parquet", ""))
            .mapping("products", MAPPING)
            .bytes("cut.parquet", Arrays.copyOf(parquet, parquet.length - 20))
            .bytes("whole.parquet", parquet);

    Loaded ofText = Loaded.of(text, "products");
    Loaded ofColumns = Loaded.of(columns, "products");

    assertThat(ofText.accepted("product_id")).containsExactly("shop:3");
    assertThat(ofText.rejected())
        .containsExactly(
            "cut.csv.gz null the whole file: the compressed file is cut off or broken");
    assertThat(ofText.ledger("file", "status", "rows_read", "rows_accepted"))
        .containsExactly("cut.csv.gz rejected 0 0", "whole.csv.gz loaded 1 1");
    assertThat(ofColumns.accepted("product_id")).containsExactly("shop:1");
    assertThat(ofColumns.rejected())
        .containsExactly("cut.parquet null the whole file: not a whole Parquet file");
    assertThat(ofColumns.ledger("file", "status", "rows_read", "rows_accepted"))
        .containsExactly("cut.parquet rejected 0 0", "whole.parquet loaded 1 1");
    FaultLog.saw(
        14,
        "an archive 11 bytes short and a Parquet file 20 bytes short, each beside a whole file",
        "ledger: rejected 0 rows, loaded 1 row");
  }

  @Test
  void aDeclaredEncodingIsHonouredToTheByte() {
    List<String> feeds = new ArrayList<>();
    Delivered shop = new Delivered(folder);
    String text = "id;name;price;updated\r\n1;" + NAME + ";1.00;1\r\n";
    for (String encoding : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "windows-1252", "UTF-8")) {
      String name = encoding.toLowerCase(java.util.Locale.ROOT).replace('-', '_');
      String marked = encoding.equals("UTF-16LE") || encoding.equals("UTF-8") ? "\uFEFF" : "";
      shop.bytes(name + ".csv", (marked + text).getBytes(Charset.forName(encoding)));
      feeds.add(
          feed(
              name,
              name + ".csv",
              "csv",
              "options { delimiter = \";\", encoding = \"" + encoding + "\" }"));
    }
    shop.bytes("tabs.csv", text.replace(';', '\t').getBytes(StandardCharsets.UTF_8));
    feeds.add(feed("tabs", "tabs.csv", "csv", "options { delimiter = \"\\t\" }"));
    List<String> names = List.of("utf_16", "utf_16le", "utf_16be", "windows_1252", "utf_8", "tabs");
    shop.conf("about = shop", "feeds = [", String.join("\n", feeds), "]")
        .mapping(
            "products",
            names.stream()
                .map(
                    name ->
                        MAPPING
                            .replace("articles", name)
                            .replace("select id", "select '" + name + "'"))
                .collect(Collectors.joining(" union all ")));

    Loaded loaded = Loaded.of(shop, "products");

    assertThat(loaded.accepted("name")).hasSize(6).containsOnly(NAME);
    FaultLog.saw(
        17,
        "UTF-8 and UTF-16LE with a mark, UTF-16, UTF-16BE, windows-1252, `;`, tab, CRLF",
        "the 24 characters of a name come out of all 6 files as they went in");
  }

  @Test
  void anUndeclaredEncodingOrDelimiterIsRefused() {
    String text = "id,name,price,updated\n1,Müller,1.00,1\n";
    refused("utf16", text.getBytes(StandardCharsets.UTF_16), "is UTF-16, but the feed says UTF-8");
    refused("utf16le", text.getBytes(StandardCharsets.UTF_16LE), "is UTF-16, but the feed says");
    refused("windows", text.getBytes(Charset.forName("windows-1252")), "bytes that are not UTF-8");
    refused("semicolons", text.replace(',', ';').getBytes(StandardCharsets.UTF_8), "no column id");
    refused("tabs", text.replace(',', '\t').getBytes(StandardCharsets.UTF_8), "has no column id");
  }

  @Test
  void columnsAreMatchedByNameAndUnknownOnesAreRecorded() {
    Delivered shop =
        new Delivered(folder)
            .conf(
                "about = shop",
                "feeds = [",
                feed("articles", "*.csv", "csv", "optional_columns = [category]"),
                feed("objects", "*.json", "json", "optional_columns = [category]"),
                "]")
            .mapping("products", withCategory("articles") + " union all " + withCategory("objects"))
            .file("a.csv", "id,name,price,updated", "1,nut,1.00,1")
            .file("b.csv", "UPDATED,Price,shoe_size,Category, NAME ,Id", "1,2.00,44,metal,bolt,2")
            .file(
                "c.json",
                "{\"Id\": 3, \"NAME\": \"pin\", \"price\": 3.00, \"updated\": 1,"
                    + " \"CATEGORY\": \"wood\", \"shoe_size\": 45}");

    Loaded loaded = Loaded.of(shop, "products");

    assertThat(loaded.accepted("product_id", "name", "list_price_amount", "category"))
        .containsExactly("shop:1 nut 1.00 null", "shop:2 bolt 2.00 metal", "shop:3 pin 3.00 wood");
    assertThat(loaded.ledger("file", "rows_accepted", "extra_columns"))
        .containsExactly("a.csv 1 null", "b.csv 1 shoe_size", "c.json 1 shoe_size");
    shop.file("renamed.csv", "id,title,price,updated", "4,cog,4.00,1");
    assertThatThrownBy(() -> shop.load(1))
        .hasMessageContaining("renamed.csv has no column name; unknown columns there: [title]");
    FaultLog.saw(
        18,
        "columns in another order and case, one optional missing, one unknown, one renamed",
        "3 rows by hand; shoe_size recorded twice; the renamed one refused");
  }

  private void refused(String name, byte[] content, String why) {
    Delivered shop =
        new Delivered(folder.resolve(name))
            .conf(conf("*.csv", "csv", ""))
            .mapping("products", MAPPING)
            .bytes("a.csv", content);

    assertThatThrownBy(shop::load).isInstanceOf(CrmFailure.class).hasMessageContaining(why);
    assertThat(shop.warehouse().resolve("crm_raw/shop_articles/_delta_log")).doesNotExist();
  }

  private static final String MAPPING =
      "select id as product_id, name, price as list_price_amount, row_ref from articles";

  private static String withCategory(String feed) {
    return MAPPING.replace("name,", "name, category,").replace("articles", feed);
  }

  private Delivered articles(String path, String format, String more) {
    return new Delivered(folder).conf(conf(path, format, more)).mapping("products", MAPPING);
  }

  private static String[] conf(String path, String format, String more) {
    return new String[] {"about = shop", "feeds = [", feed("articles", path, format, more), "]"};
  }

  private static String feed(String name, String path, String format, String more) {
    return """
        { name = %s, path = "%s", format = %s, delivery = changes, required = true,
          columns = [id, name, price, updated]
          %s }"""
        .formatted(name, path, format, more);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private byte[] parquet(Delivered shop, String sql) throws IOException {
    Path written = folder.resolve("written");
    shop.session().sql(sql).coalesce(1).write().parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Path file =
          files.filter(each -> each.toString().endsWith(".parquet")).findFirst().orElseThrow();
      return Files.readAllBytes(file);
    }
  }
}
