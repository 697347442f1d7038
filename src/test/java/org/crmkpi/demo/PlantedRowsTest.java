package org.crmkpi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Dirty rows and incidents stand in the files exactly as often as the truths say. */
final class PlantedRowsTest {
  private static final Written WRITTEN = Written.shared();
  private static final DemoTruths TRUTHS = DemoTruths.of(WRITTEN.settings());

  @Test
  void everyDirtyRowIsWrittenAsOftenAsTheTruthsSay() {
    for (DirtyRow dirty : DirtyRow.values()) {
      assertThat(written(dirty)).as(dirty.name()).isEqualTo(dirty.count(WRITTEN.settings()));
    }
    assertThat(TRUTHS.rejectedRows()).isEqualTo(24 * 8 + 4);
  }

  @Test
  void brokenLinesHaveTooFewOrTooManyFields() {
    long broken =
        WRITTEN.delivered(0, "orders").stream()
            .filter(row -> row.length != Feed.ORDERS.header().size())
            .count();

    assertThat(broken).isEqualTo(16);
  }

  @Test
  void dirtyRowsAreASmallShareOfTheirFeed() {
    for (DirtyRow dirty : DirtyRow.values()) {
      long sound = WRITTEN.rows().get(dirty.feed().fileName()).get(0);
      assertThat((double) dirty.count(WRITTEN.settings()) / sound).isLessThan(0.02);
    }
  }

  @Test
  void aLateOrderOfMayArrivesInTheSecondNight() {
    List<String[]> late =
        WRITTEN.delivered(2, "orders").stream()
            .filter(row -> row[4].startsWith("2026-05") && row[6].startsWith("2026-06-29"))
            .filter(row -> "false".equals(row[7]))
            .toList();

    assertThat(late).hasSize(count("late order"));
  }

  @Test
  void deletedOrdersAreGoneAndCorrectedLinesShowTheNewAmount() {
    List<Map<String, String>> lines = WRITTEN.current(Feed.ORDER_LINES, 1);

    long corrected =
        lines.stream()
            .filter(line -> line.get("order_id").endsWith("-X"))
            .filter(line -> line.get("amount").equals("80.00"))
            .count();

    assertThat(corrected).isEqualTo(count("corrected line"));
    assertThat(WRITTEN.delivered(2, "orders").stream().filter(row -> "true".equals(row[7])))
        .hasSize(count("deleted order"));
    assertThat(WRITTEN.current(Feed.ORDERS, 1))
        .noneMatch(order -> order.get("order_id").equals("O65-X"))
        .anyMatch(order -> order.get("order_id").equals("O64-X"));
  }

  @Test
  void someOrdersAreDeliveredTwice() {
    long again =
        WRITTEN.delivered(1, "orders").stream().filter(row -> row[6].startsWith("2026-05")).count();
    long twice =
        WRITTEN.delivered(0, "orders").stream()
            .filter(row -> Objects.equals(row[0], "O68-X"))
            .count();

    assertThat(again).isEqualTo(count("redelivered order"));
    assertThat(twice).isEqualTo(2);
  }

  @Test
  void mergesFormAChain() {
    List<Map<String, String>> customers = WRITTEN.current(Feed.CUSTOMERS, 1);

    assertThat(customers)
        .anyMatch(row -> is(row, "00000089", "merged_into", "00000088"))
        .anyMatch(row -> is(row, "00000090", "merged_into", "00000089"))
        .anyMatch(row -> is(row, "00000094", "merged_into", "00000095"))
        .anyMatch(row -> is(row, "00000072", "country", "Switzerland"));
  }

  @Test
  void aCompanyWithoutNightsHasNoIncidentsOfNights() {
    DemoTruths truths = DemoTruths.of(DemoSettings.of(4_000).withNights(0));

    assertThat(truths.incidents())
        .filteredOn(happening -> happening.count() > 0)
        .extracting(DemoTruths.Happening::kind)
        .containsExactly("duplicated order", "order without rate", "merged customer");
  }

  private static boolean is(Map<String, String> row, String id, String column, String value) {
    return row.get("customer_no").equals(id) && row.get(column).equals(value);
  }

  private static int count(String kind) {
    return (int)
        TRUTHS.incidents().stream()
            .filter(happening -> happening.kind().equals(kind))
            .mapToLong(DemoTruths.Happening::count)
            .sum();
  }

  /**
   * Dirty rows carry their kind in their id; only the row without an id and the rate are known
   * otherwise.
   */
  private static long written(DirtyRow dirty) {
    String files =
        WRITTEN.files().stream()
            .filter(file -> file.startsWith("2026-06-27/" + dirty.feed().fileName() + "-"))
            .map(file -> new String(WRITTEN.bytes(file), StandardCharsets.UTF_8))
            .reduce("", String::concat);
    String mark =
        switch (dirty) {
          case BLANK_ORDER_ID -> "\n,00000001,";
          case RATE_OF_ZERO -> "CHF,EUR,0\n";
          default -> dirty.name().toLowerCase(java.util.Locale.ROOT) + "-";
        };
    return files.lines().filter(line -> ("\n" + line + "\n").contains(mark)).count();
  }
}
