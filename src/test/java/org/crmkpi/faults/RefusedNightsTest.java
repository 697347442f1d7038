package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.crmkpi.source.Delivered;
import org.crmkpi.testing.CommandLine;
import org.crmkpi.testing.CommandLine.Ended;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries that the command line refuses while readers keep the night that was released. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RefusedNightsTest {
  private static final String HEADER = "id,at,amount";
  private static final int ROWS = 100;
  private static final int BAD = 30;

  private Path home;
  private Delivered shop;
  private CommandLine commandLine;
  private Set<String> released;

  @BeforeAll
  void aReleasedNight(@TempDir Path folder) {
    home = folder;
    commandLine = CommandLine.in(home);
    shop =
        new Delivered(home)
            .conf(
                "about = shop",
                "done_marker = \"{delivery}/_SUCCESS\"",
                "feeds = [",
                "  { name = lines, path = \"{delivery}/lines*.csv\", format = csv, required = true",
                "    delivery = changes, columns = [id, at, amount], key = [id] }",
                "  { name = articles, path = \"{delivery}/articles.csv\", format = csv",
                "    delivery = full, columns = [id, name] }",
                "]")
            .mapping(
                "order_lines",
                "select id as order_line_id, id as order_id, 'sale' as kind, 1 as quantity,"
                    + " amount, at as ordered_at, row_ref from lines")
            .mapping(
                "orders",
                "select id as order_id, at as ordered_at, 'EUR' as currency, row_ref from lines")
            .mapping(
                "customers", "select id as customer_id, name as country, row_ref from articles")
            .file("d1/lines.csv", HEADER, "1,2024-03-01,10.00", "2,2024-03-02,20.00")
            .file("d1/_SUCCESS");
    Ended night = run("2024-03-02");
    assertThat(night.exitCode()).as(night.err()).isZero();
    assertThat(night.err())
        .contains("feed shop.articles: no file matches '{delivery}/articles.csv'")
        .contains("the feed is optional");
    assertThat(money()).isEqualTo("3000");
    released = commits();
  }

  @Test
  @Order(1)
  void whatIsMissingEmptyOrHalfThereIsRefusedByName() throws IOException {
    Path empty = Files.createDirectories(home.resolve("empty"));
    refused(runOver(empty), "feed shop.lines: no file matches '{delivery}/lines*.csv'");

    shop.file("d2/_SUCCESS").file("d2/articles.csv", "id,name", "1,nut");
    shop.file("d2/lines.csv", HEADER);
    refused(run("2024-03-03"), "feed shop.lines: d2/lines.csv has a header, but no row");

    shop.bytes("d2/lines.csv", new byte[0]);
    refused(run("2024-03-03"), "d2/lines.csv is empty; it has not even a header");

    shop.remove("d2/_SUCCESS");
    shop.file("d2/lines.csv", HEADER, "3,2024-03-03,30.00", "4,2024-0");
    refused(run("2024-03-03"), "feed shop.lines: the done marker d2/_SUCCESS is missing");
    shop.file("d2/_SUCCESS");
    shop.file("d2/lines.csv", HEADER, "3,2024-03-03,30.00", "4,2024-03-03,40.00");

    changedWhileItIsRead();

    FaultLog.saw(
        12,
        "an empty folder, a header without rows, an empty file, a missing marker beside half an"
            + " upload, a file that grew while it was read; an optional feed missing",
        "exit 3 five times, each by name; the %d commits of the night before, no other"
            .formatted(released.size()));
  }

  private void changedWhileItIsRead() throws IOException {
    Path growing = shop.files().resolve("d2/lines-growing.csv");
    Files.writeString(growing, HEADER + "\n");
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Integer> writer =
        CompletableFuture.supplyAsync(() -> append(growing, started, ended));
    try {
      started.await();
      refused(run("2024-03-03"), "d2/lines-growing.csv changed while it was read");
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    } finally {
      ended.set(true);
    }
    assertThat(writer.join()).as("rows that were appended").isGreaterThan(2);
    Files.delete(growing);
  }

  private static int append(Path file, CountDownLatch started, AtomicBoolean ended) {
    int rows = 0;
    while (!ended.get()) {
      rows++;
      String row = "g%d,2024-03-03,1.00%n".formatted(rows);
      try {
        Files.writeString(file, row, StandardOpenOption.APPEND);
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
      started.countDown();
      LockSupport.parkNanos(1_000_000);
    }
    return rows;
  }

  @Test
  @Order(2)
  void thirtyPercentOfBadRowsStopTheNight() {
    shop.file("d3/_SUCCESS");
    lines(i -> i < BAD ? "b" + i + ",short" : good(i));
    refused(
        run("2024-03-04"),
        "feed shop.lines: 30 of 102 new rows are malformed, more than load.rejected_share_limit"
            + " 0.05 allows",
        "d3/lines.csv row 1: 2 fields instead of 3");

    lines(i -> i < BAD ? "b" + i + ",2024-03-04,much" : good(i));
    Ended night = run("2024-03-04");
    assertThat(night.exitCode()).as(night.err()).isEqualTo(3);
    assertThat(night.err())
        .contains("crm_core.order_lines: 30 of 104 rows were rejected")
        .contains("amount 'much' is not a number");
    assertThat(money()).isEqualTo("3000");

    lines(RefusedNightsTest::good);
    Ended mended = run("2024-03-04");
    assertThat(mended.exitCode()).as(mended.err()).isZero();
    assertThat(money()).isEqualTo(String.valueOf(3000 + 7000 + ROWS * 100));
    FaultLog.saw(
        16,
        "30 of 100 rows of a file too short, then with an amount that is none",
        "exit 3 twice with the first rows; readers saw 30.00 until the file was mended, then 200.00");
  }

  private void lines(IntFunction<String> row) {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    IntStream.range(0, ROWS).mapToObj(row).forEach(lines::add);
    shop.file("d3/lines.csv", lines.toArray(String[]::new));
  }

  private static String good(int i) {
    return "b" + i + ",2024-03-04,1.00";
  }

  private void refused(Ended ended, String... why) {
    assertThat(ended.err()).contains(why).contains("nothing was");
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
    assertThat(commits()).isEqualTo(released);
    assertThat(money()).isEqualTo("3000");
  }

  private Ended run(String asOf) {
    return runOver(shop.files(), "--as-of", asOf);
  }

  private Ended runOver(Path files, String... more) {
    return commandLine.crmKpi(
        Stream.concat(
                Stream.of(
                    "run", "--source", "shop=" + files, "--warehouse", shop.warehouse().toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private String money() {
    Ended sql =
        commandLine.crmKpi(
            "sql",
            "select sum(net_revenue_cents) as cents from order_values",
            "--warehouse",
            shop.warehouse().toString(),
            "--format",
            "csv");
    return sql.out().lines().skip(1).findFirst().orElse(sql.err());
  }

  /** All commits but the marks by which a run announces itself. */
  private Set<String> commits() {
    try (Stream<Path> files = Files.walk(shop.warehouse())) {
      Set<String> commits = new TreeSet<>();
      files
          .map(Path::toString)
          .filter(name -> name.matches(".*/_delta_log/\\d+\\.json"))
          .filter(name -> !name.contains("/releases/"))
          .forEach(commits::add);
      return commits;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
