package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of columns, containers and rows as people really deliver them. */
final class StrangeFilesTest {
  private static final String LONG = "Bezeichnung des Kunden in der Buchhaltung (Stand Vorjahr) €";

  @TempDir private Path folder;

  @Test
  void columnsKeepTheNamesThatPeopleGiveThem() {
    Delivered shop =
        new Delivered(folder)
            .conf(
                "about = shop",
                "feeds = [ { name = deals, path = \"{delivery}/deals.csv\", format = csv,",
                "  delivery = changes, key = [\"Deal Id\"], newest_by = \"Geändert am\",",
                "  deleted_when = \"`Ist weg?` = 'ja'\",",
                "  columns = [\"Deal Id\", \"Customer ID\", \"Größe [t]\", \"" + LONG + "\",",
                "    \"Geändert am\", \"Ist weg?\", status] } ]")
            .mapping(
                "opportunities",
                "select `Deal Id` as opportunity_id, `Customer ID` as customer_id,"
                    + " `Größe [t]` as segment, `"
                    + LONG
                    + "` as country, 'x' as stage,"
                    + " status, row_ref from deals");
    String header = "Deal Id,Customer ID,Größe [t]," + LONG + ",Geändert am,Ist weg?,status,Status";
    FollowedEntity deals = new FollowedEntity(shop, "opportunities");
    shop.file(
        "d1/deals.csv", header, "1,17,5,AT,2024-01-01,,open,x", "2,18,6,DE,2024-01-01,,open,x");
    deals.follow(shop.load());
    shop.file(
        "d2/deals.csv", header, "1,17,7,AT,2024-01-02,,open,y", "2,18,6,DE,2024-01-02,ja,open,y");
    LoadedSources next = shop.load();

    deals.follow(next);

    assertThat(deals.rows("opportunity_id", "customer_id", "segment", "country", "status"))
        .containsExactly("shop:1 shop:17 7 AT open");
    assertThat(deals.rows()).isEqualTo(deals.mappedAgain(next));
  }

  @Test
  void aRowOnWhichAMappingFailsIsRejectedByTheNameOfTheMapping() {
    Delivered shop =
        purchases(
                "select row_ref.row as order_id, split(trim(line), ' +')[0] as customer_id,"
                    + " split(trim(line), ' +')[3] as channel, '2024-01-01' as ordered_at,"
                    + " 'USD' as currency, row_ref from purchases")
            .file("a.txt", " 00004 0001 19970101  2   29.33", " 00004 0002 19970112");

    MappedEntity orders = shop.map(shop.load(), "orders");

    assertThat(Delivered.rows(orders.accepted(), "customer_id", "channel"))
        .containsExactly("shop:00004 2");
    assertThat(Delivered.rows(orders.rejected(), "file", "row_number", "reason"))
        .containsExactly(
            "a.txt 2 conf/sources/shop/orders.sql fails on this row: it cannot compute channel");
  }

  @Test
  void anArchiveAParquetFileOrUtf16UnderAnotherNameIsNamedForWhatItIs() throws IOException {
    String text = "id,name\n1,x\n";
    refused("a.csv", gzip(text), "is compressed by gzip, but its name does not end in .gz");
    refused("a.csv.gz", text.getBytes(StandardCharsets.UTF_8), "is not compressed");
    refused("a.csv", "PK\003\004 zip".getBytes(StandardCharsets.UTF_8), "is a zip archive");
    refused("a.csv", "PAR1 columns".getBytes(StandardCharsets.UTF_8), "is a Parquet file");
    refused("a.csv", text.getBytes(StandardCharsets.UTF_16LE), "is UTF-16, but the feed says");
  }

  @Test
  void whatIsNoHeaderIsNotShown() {
    assertThatThrownBy(
            lines("*.csv", "required = true").file("a.csv", "17,Anna,anna@x.example", "18,B,c@d")
                ::load)
        .hasMessageContaining("its first line, with 3 fields, does not look like a header")
        .hasMessageNotContaining("anna");
  }

  @Test
  void anEmptyFileOfAnOptionalFeedAndACompressedNeighbourAreNoticed() throws IOException {
    assertThat(lines("*.csv", "").bytes("a.csv", new byte[0]).load().notices())
        .contains(
            "feed shop.lines: a.csv is empty; it has not even a header; the feed is optional");
    Delivered neighbour = lines("orders.csv", "").bytes("orders.csv.gz", gzip("id,name\n1,x\n"));
    assertThat(neighbour.load().notices()).hasSize(1);
    assertThat(neighbour.load().notices().get(0))
        .contains("there is orders.csv.gz: ask for 'orders.csv.gz'");
  }

  private void refused(String name, byte[] content, String why) {
    Delivered shop = lines("*.csv*", "required = true").bytes(name, content);
    assertThatThrownBy(shop::load).hasMessageContaining(name + " " + why);
    shop.remove(name);
  }

  private Delivered purchases(String sql) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = purchases, path = \"*.txt\", format = text, delivery = full } ]")
        .mapping("orders", sql);
  }

  private Delivered lines(String path, String more) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = lines, path = \"" + path + "\", format = csv,",
            "  delivery = changes, columns = [id, name]",
            more,
            "} ]");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
