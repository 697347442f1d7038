package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused by name before anything is written. */
final class RefusalsTest {
  @TempDir private Path folder;

  @Test
  void anEmptyFolder() {
    refused(shop()::load, "feed shop.lines: no file matches '*.csv*' in ");
  }

  @Test
  void aFileWithAHeaderAndNoRow() {
    refused(shop().file("a.csv", "id,name")::load, "a.csv has a header, but no row");
  }

  @Test
  void aFileWithoutAnything() {
    refused(shop().bytes("a.csv", new byte[0])::load, "a.csv is empty; it has not even a header");
  }

  @Test
  void aMissingColumn() {
    refused(
        shop().file("a.csv", "ID,title", "1,x")::load,
        "a.csv has no column name; unknown columns there: [title]");
  }

  @Test
  void aColumnThatIsThereTwice() {
    refused(shop().file("a.csv", "id,NAME,Name", "1,x,y")::load, "a.csv has column name twice");
  }

  @Test
  void aDeliveryWithoutItsDoneMarker() {
    Delivered shop =
        new Delivered(folder)
            .conf(
                "about = shop",
                "done_marker = \"{delivery}/_SUCCESS\"",
                "feeds = [ { name = lines, path = \"{delivery}/*.csv\", format = csv,",
                "  delivery = changes, columns = [id, name] } ]");

    refused(
        shop.file("d1/a.csv", "id,name", "1,x")::load, "the done marker d1/_SUCCESS is missing");
  }

  @Test
  void utf16ThatNobodyDeclared() {
    byte[] content = "id,name\n1,x\n".getBytes(StandardCharsets.UTF_16);

    refused(shop().bytes("a.csv", content)::load, "a.csv is UTF-16, but the feed says UTF-8");
  }

  @Test
  void aCutOffFileWhenThereIsNothingElse() throws IOException {
    refused(
        shop().bytes("a.csv.gz", cut(gzip("id,name\n1,x\n")))::load, "no file of it can be read");
  }

  @Test
  void aCutOffFileIsRejectedBesideOthersAndTheNightGoesOn() throws IOException {
    Delivered shop = shop().file("a.csv", "id,name", "1,x");
    shop.bytes("b.csv.gz", cut(gzip("id,name\n2,y\n"))).bytes("c.csv.gz", gzip("id,name\n3,z\n"));

    LoadedSources loaded = shop.load();
    OpenLoads open = OpenLoads.of(shop.session(), loaded, Optional.empty());

    assertThat(loaded.notices())
        .containsExactly(
            "feed shop.lines: b.csv.gz was rejected: the compressed file is cut off or broken");
    assertThat(Delivered.rows(open.rejectedRows(Optional.empty()).orElseThrow(), "file", "reason"))
        .containsExactly("b.csv.gz the whole file: the compressed file is cut off or broken");
    assertThat(
            Delivered.rows(
                open.ledger(Optional.empty(), shop.sources(), List.of()),
                "file",
                "status",
                "rows_read",
                "rows_accepted"))
        .containsExactly("a.csv loaded 1 1", "b.csv.gz rejected 0 0", "c.csv.gz loaded 1 1");
  }

  @Test
  void moreMalformedRowsThanTheLimitAllows() {
    Delivered shop = shop().file("a.csv", "id,name", "1,x", "2", "3,y,z");

    assertThatThrownBy(() -> shop.load(0.3))
        .asInstanceOf(throwable(CrmFailure.class))
        .hasMessageContaining("feed shop.lines: 2 of 3 new rows are malformed")
        .hasMessageContaining("a.csv row 2: 1 fields instead of 2")
        .extracting(CrmFailure::category)
        .isEqualTo(Category.DATA);
    assertThat(folder.resolve("warehouse/crm_raw/shop_lines/_delta_log")).doesNotExist();
  }

  private Delivered shop() {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = lines, path = \"*.csv*\", format = csv, required = true,",
            "  delivery = changes, columns = [id, name] } ]");
  }

  private void refused(ThrowingCallable load, String why) {
    assertThatThrownBy(load)
        .asInstanceOf(throwable(CrmFailure.class))
        .hasMessageContaining(why)
        .extracting(CrmFailure::category)
        .isEqualTo(Category.DATA);
    assertThat(Files.exists(folder.resolve("warehouse"))).isFalse();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] cut(byte[] whole) {
    return Arrays.copyOf(whole, whole.length - 9);
  }
}
