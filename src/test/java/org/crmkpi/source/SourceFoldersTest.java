package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.crmkpi.config.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source.conf is read to its end; everything wrong with it is reported with file and line. */
final class SourceFoldersTest {
  @TempDir private Path folder;

  @Test
  void everythingWrongIsReportedAtOnce() {
    Problems problems = new Problems();

    new Delivered(folder)
        .conf(
            "about = shop",
            "zone = Mars",
            "feeds = [ { name = Lines, path = \"../*.csv\", format = xml, delivery = full,",
            "  columns = [id, ID, _row], key = [no], deleted_when = \"= =\", colour = red,",
            "  options { encoding = none, quote = ab } } ]")
        .sources(problems);

    assertThat(problems.lines())
        .containsExactlyInAnyOrder(
            "conf/sources/shop/source.conf:2: 'Mars' is not a time zone",
            "conf/sources/shop/source.conf:3: 'xml' is none of csv, json, parquet, text",
            "conf/sources/shop/source.conf:3: feed 'Lines' must be lower case letters, digits and _",
            "conf/sources/shop/source.conf:3: '../*.csv' leaves the directory of the source",
            "conf/sources/shop/source.conf:4: '_row' is a name that the load itself uses",
            "conf/sources/shop/source.conf:4: column 'ID' is stated twice",
            "conf/sources/shop/source.conf:4: 'no' is not a column",
            "conf/sources/shop/source.conf:4: '= =' does not parse",
            "conf/sources/shop/source.conf:4: unknown key 'colour'; known here: columns,"
                + " deleted_when, delivery, delivery_format, done_marker, format, key, name, newest_by, null_text, optional_columns,"
                + " options, path, rename, required",
            "conf/sources/shop/source.conf:5: 'quote' must be one character, but is 'ab'",
            "conf/sources/shop/source.conf:5: 'none' is not an encoding");
  }

  @Test
  void anUnknownSourceIsAnsweredWithTheKnownOnes() {
    Problems problems = new Problems();
    new Delivered(folder).conf("about = shop", "feeds = []").sources(problems);

    SourceFolders.read(
        folder.resolve("conf/sources"),
        java.util.List.of(SourceRequest.parse("sap=/data")),
        problems);

    assertThat(problems.lines())
        .containsExactly(
            "conf/sources/shop/source.conf:2: a source has at least one feed",
            "--source sap: there is no such source; known: shop");
  }
}
