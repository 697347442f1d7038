package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.crmkpi.source.Delivered;
import org.crmkpi.testing.CommandLine;
import org.crmkpi.testing.CommandLine.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings, sources and names that somebody wrote to do harm, or by mistake. */
@Tag("fault")
final class HostileSettingsTest {
  private static final String CONF = "conf/sources/shop/source.conf";

  @TempDir private Path outside;
  @TempDir private Path home;
  private Delivered shop;
  private CommandLine commandLine;

  @BeforeEach
  void aShop() {
    commandLine = CommandLine.in(home);
    shop =
        new Delivered(home)
            .conf(
                "about = shop",
                "feeds = [ { name = articles, path = \"**/*.csv\", format = csv,",
                "  delivery = changes, columns = [id, name], required = true } ]")
            .mapping(
                "customers", "select id as customer_id, name as country, row_ref from articles")
            .file("a.csv", "id,name", "1,nut");
  }

  @Test
  void aSourceThatLeavesItsDirectoryOrBreaksOutOfANameIsRefusedByKey() throws IOException {
    shop.conf(
        "about = shop",
        "done_marker = \"../../etc/passwd\"",
        "feeds = [ { name = \"a'; drop table b; --\", path = \"{delivery}/../../x.csv\", format = csv,",
        "  delivery = changes",
        "  columns = [id, \"na`me\", \"x;y\", \"quote'd\", \"dou\\\"ble\"]",
        "  deleted_when = \"true) union all (select 1\", key = [id]",
        "  options { max_record_chars = 0, encoding = \"../utf\" } },",
        "  { name = b, path = \"/etc/passwd\", format = text, delivery = changes } ]");

    refused(
        run("shop=" + shop.files()),
        CONF + ":3: feed 'a'; drop table b; --' must be lower case letters, digits and _",
        CONF + ":3: '{delivery}/../../x.csv' leaves the directory of the source",
        "'../../etc/passwd' leaves the directory of the source",
        CONF + ":5: column 'na`me' is blank or has a quote, a semicolon or a control character",
        CONF + ":5: column 'x;y' is blank",
        CONF + ":5: column 'quote'd' is blank",
        CONF + ":5: column 'dou\"ble' is blank",
        CONF + ":6: 'true) union all (select 1' does not parse",
        CONF + ":7: 'max_record_chars' is 0, but must be between 1 and 100000000",
        CONF + ":7: '../utf' is not an encoding",
        CONF + ":8: '/etc/passwd' leaves the directory of the source");
    saw("`..` or / in 3 paths, 5 names with quotes or semicolons, SQL behind a predicate");
  }

  @Test
  void settingsThatReachFurtherThanTheirKeyAreRefused() throws IOException {
    Path crm = home.resolve("conf/crm.conf");
    Files.writeString(
        crm,
        Files.readString(crm)
            + """
            run { parallel_tables = 1000000, shuffle_partitions = 0 }
            lock {
              kind = database
              url = "jdbc:postgresql://db/crm?sslmode=require&socketFactory=org.Evil&loggerFile=/x"
            }
            "surprise; --" = 1
            """);

    refused(
        run("shop=" + shop.files()),
        "'parallel_tables' is 1000000, but must be between 1 and 256",
        "'shuffle_partitions' is 0, but must be between 1 and 100000",
        "'url' must be jdbc:postgresql://host/database",
        "unknown key 'surprise; --'");
    saw("socketFactory and loggerFile in the URL of the lock, a million tables side by side");
  }

  @Test
  void aFileOfSettingsReadsNoOtherFile() throws IOException {
    Path secret = Files.writeString(outside.resolve("secret.conf"), "warehouse = stolen\n");
    Path crm = home.resolve("conf/crm.conf");
    Files.writeString(crm, Files.readString(crm) + "include file(\"" + secret + "\")\n");

    refused(run("shop=" + shop.files()), "conf/crm.conf: does not parse: include of " + secret);
    refused(
        run("shop=" + shop.files(), "--env", "../../etc/hosts"),
        "--env ../../etc/hosts: a name has lower case letters, digits, _ and -");
    saw("an include of a file elsewhere, an environment elsewhere");
  }

  @Test
  void namesOfSourcesDoNotReachOtherFolders() throws IOException {
    for (String name : new String[] {"../shop", "shop'; --", "/etc", "shop/../shop", ""}) {
      refused(
          run(name + "=" + shop.files()),
          "--source " + name + ": there is no such source; known: shop");
    }
    saw("5 names of sources with `..`, /, a quote, a semicolon, or nothing");
  }

  @Test
  void linksOutOfTheRootAreRefusedByName() throws IOException {
    Files.writeString(outside.resolve("b.csv"), "id,name\n2,stolen\n");
    Path link = Files.createSymbolicLink(shop.files().resolve("b.csv"), outside.resolve("b.csv"));
    refused(run("shop=" + shop.files()), "b.csv is a link that leads out of ");
    Files.delete(link);
    Files.createSymbolicLink(shop.files().resolve("2024-03-31"), outside);
    refused(run("shop=" + shop.files()), "2024-03-31/ is a link that leads out of ");
    saw("a link to a file and a link to a folder elsewhere");
  }

  @Test
  void hugeFilesOfSettingsAreRefusedUnread() throws IOException {
    Path crm = home.resolve("conf/crm.conf");
    String usual = Files.readString(crm);
    Files.writeString(crm, usual + "#" + "x".repeat(1_000_000) + "\n");
    refused(run("shop=" + shop.files()), "conf/crm.conf: has 100", "bytes, more than 1000000");

    Files.writeString(crm, usual + "x = " + "[".repeat(100_000));
    refused(run("shop=" + shop.files()), "conf/crm.conf: does not parse: it is nested too deeply");

    Files.writeString(crm, usual);
    shop.mapping("customers", "select 1 --" + "x".repeat(1_000_000));
    refused(run("shop=" + shop.files()), "conf/sources/shop/customers.sql: has 1000011 bytes");
    saw("2 files of 1 MB, 100,000 brackets");
  }

  @Test
  void aFileWithQuotesAndSemicolonsInItsNameIsAFileLikeAnyOther() {
    shop.file("d'; drop table x; --/b\"`$(id).csv", "id,name", "2,bolt", "3");

    Loaded loaded = Loaded.of(shop, "customers");

    assertThat(loaded.accepted("customer_id")).containsExactly("shop:1", "shop:2");
    assertThat(loaded.ledger())
        .containsExactly("a.csv 1 1 0 0 0", "d'; drop table x; --/b\"`$(id).csv 2 1 1 0 0");
    FaultLog.saw(24, "quotes and semicolons in the name of a file", "ledger: loaded 2, 1 accepted");
  }

  private static void saw(String what) {
    FaultLog.saw(24, what, "exit 2 by file, line and key; no file of project or warehouse changed");
  }

  private Ended run(String source, String... more) throws IOException {
    Map<String, String> before = files();
    Ended ended =
        commandLine.crmKpi(
            Stream.concat(
                    Stream.of(
                        "run",
                        "--source",
                        source,
                        "--as-of",
                        "2024-03-31",
                        "--warehouse",
                        shop.warehouse().toString()),
                    Stream.of(more))
                .toArray(String[]::new));
    assertThat(files()).as("files after " + ended.err()).isEqualTo(before);
    return ended;
  }

  private static void refused(Ended ended, String... why) {
    assertThat(ended.err()).contains(why);
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(home)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(
            home.relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }
}
