package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import org.crmkpi.session.Calendars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers, days and truths are read in the form that the source states, and in no other. */
final class ReadingTest {
  private static final String HEADER = "number,customer,placed,total";

  @TempDir private Path folder;

  @Test
  void anAmountWithMoreDecimalsThanItsCurrencyHasIsRejectedZerosOrNot() {
    Delivered shop =
        orders("")
            .file(
                "d1/orders.csv",
                HEADER,
                "A1,17,2024-01-05,1.200",
                "A2,17,2024-01-05,950",
                "A3,17,2024-01-05,2.500",
                "A4,17,2024-01-05,12.50 EUR",
                "A5,17,2024-01-05 soon,1.00");

    MappedEntity lines = shop.map(shop.load(), "order_lines");

    assertThat(Delivered.rows(lines.accepted(), "order_id", "amount"))
        .containsExactly("shop:A2 950.00");
    assertThat(Delivered.rows(lines.rejected(), "reason"))
        .containsExactly(
            "amount '1.200' has more than 2 decimals",
            "amount '12.50 EUR' is not a number with at most 18 digits, 2 of them decimals",
            "amount '2.500' has more than 2 decimals",
            "ordered_at '2024-01-05 soon' is not a timestamp");
  }

  @Test
  void statedSeparatorsAreReadAndWronglyPlacedOnesAreNot() {
    Delivered shop =
        orders("options { decimal_separator = \",\", thousands_separator = \".\" }")
            .file(
                "d1/orders.csv",
                HEADER,
                "A1,17,2024-01-05,1.200",
                "A2,17,2024-01-05,950",
                "A3,17,2024-01-05,\"2.500,75\"",
                "A4,17,2024-01-05,2.50",
                "A5,17,2024-01-05,\"7,5\"");

    MappedEntity lines = shop.map(shop.load(), "order_lines");

    assertThat(Delivered.rows(lines.accepted(), "order_id", "amount"))
        .containsExactly("shop:A1 1200.00", "shop:A2 950.00", "shop:A3 2500.75", "shop:A5 7.50");
    assertThat(Delivered.rows(lines.rejected(), "row_key"))
        .containsExactly("order_line_id=shop:A4");
  }

  @Test
  void anAmountHasTheDecimalsOfItsCurrency() {
    Delivered shop =
        new Delivered(folder)
            .conf(
                "about = shop",
                "feeds = [ { name = refunds, path = \"refunds.csv\", format = csv, delivery = full,",
                "  columns = [id, currency, amount] } ]")
            .mapping(
                "returns",
                "select id as return_id, '2024-01-05' as returned_at, 1 as quantity, amount,"
                    + " currency, row_ref from refunds")
            .file(
                "refunds.csv",
                "id,currency,amount",
                "1,JPY,500",
                "2,JPY,500.00",
                "3,EUR,500.00",
                "4,KWD,500.120",
                "5,KWD,500.125");

    MappedEntity returns = shop.map(shop.load(), "returns");

    assertThat(Delivered.rows(returns.accepted(), "return_id", "amount"))
        .containsExactly("shop:1 500.00", "shop:3 500.00", "shop:4 500.12");
    assertThat(Delivered.rows(returns.rejected(), "reason"))
        .contains("amount '500.00' has more decimals than JPY has");
  }

  @Test
  void statedDaysAndTimesAreReadAndIsoIsNotUnlessItIsStatedToo() {
    Delivered shop =
        orders("options { date_format = [\"dd.MM.yyyy\", \"dd.MM.yyyy HH:mm\"] }")
            .file(
                "d1/orders.csv",
                HEADER,
                "A1,17,03.04.2024,1",
                "A2,17,03.04.2024 18:30,1",
                "A3,17,2024-04-03,1",
                "A4,17,31.02.2024,1");

    MappedEntity orders = shop.map(shop.load(LocalDate.of(2024, 4, 30)), "orders");

    assertThat(Delivered.rows(orders.accepted(), "order_id", "ordered_at"))
        .containsExactly("shop:A1 2024-04-03 00:00:00", "shop:A2 2024-04-03 18:30:00");
    assertThat(orders.rejectedCount()).isEqualTo(2);
  }

  @Test
  void aDayWithoutATimeIsThatBusinessDayWhateverTheZoneOfItsSource() {
    Delivered shop =
        orders("")
            .zone("Asia/Tokyo")
            .file(
                "d1/orders.csv",
                HEADER,
                "A1,17,2024-03-01,1",
                "A2,17,2024-03-01 01:00,1",
                "A3,17,2024-03-01T01:00:00Z,1");

    assertThat(shop.accepted("orders", "order_id", "cast(ordered_at as date)"))
        .containsExactly("shop:A1 2024-03-01", "shop:A2 2024-02-29", "shop:A3 2024-03-01");
  }

  @Test
  void aMomentThatIsGivenForADayFallsOnItsBusinessDay() {
    Delivered shop =
        new Delivered(folder)
            .zone("Asia/Tokyo")
            .conf(
                "about = shop",
                "feeds = [ { name = costs, path = \"costs.csv\", format = csv, delivery = full,",
                "  columns = [id, day] } ]")
            .mapping(
                "costs",
                "select id as cost_id, 'sales' as kind, day as incurred_on, 1 as amount,"
                    + " 'EUR' as currency, row_ref from costs")
            .file(
                "costs.csv",
                "id,day",
                "1,2024-02-29T23:30:00Z",
                "2,2024-02-29T23:30:00+09:00",
                "3,2024-03-01 00:00:00",
                "4,2024-03-01");

    assertThat(shop.accepted("costs", "cost_id", "incurred_on"))
        .containsExactly(
            "shop:1 2024-03-01", "shop:2 2024-02-29", "shop:3 2024-03-01", "shop:4 2024-03-01");
  }

  @Test
  void wordsForNothingAreNothingAndMakeNoKey() {
    Delivered shop =
        orders("null_text = [\"NULL\", \"-\"]")
            .file("d1/orders.csv", HEADER, "A1,NULL,2024-01-05,1", "NULL,17,2024-01-05,1");

    LoadedSources loaded = shop.load();

    assertThat(Delivered.rows(shop.map(loaded, "orders").accepted(), "order_id", "customer_id"))
        .containsExactly("shop:A1 null");
    assertThat(loaded.feeds().get(0).fresh().get(0).rowsMalformed()).isEqualTo(1);
  }

  @Test
  void aDayBeforeTheCalendarIsRejectedByName() {
    Delivered shop =
        orders("")
            .file(
                "d1/orders.csv",
                HEADER,
                "N1,17,1989-12-31,10.00",
                "N2,17,0001-01-01,10.00",
                "N3,17,1990-01-01,10.00");
    Calendars.start(shop.session(), LocalDate.of(1990, 1, 1));

    MappedEntity orders = shop.map(shop.load(), "orders");

    assertThat(Delivered.rows(orders.accepted(), "order_id")).containsExactly("shop:N3");
    assertThat(Delivered.rows(orders.rejected(), "reason"))
        .containsExactly(
            "ordered_at '0001-01-01' is before the calendar, which starts on 1990-01-01",
            "ordered_at '1989-12-31' is before the calendar, which starts on 1990-01-01");
    assertThatThrownBy(() -> orders.checkShare(Delivered.contract("orders"), 0.05))
        .hasMessageContaining(
            "2 rejected for one reason, first orders d1/orders.csv row 1: ordered_at '1989-12-31'"
                + " is before the calendar, which starts on 1990-01-01");
  }

  private Delivered orders(String more) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = orders, path = \"{delivery}/orders.csv\", format = csv,",
            "  delivery = changes, columns = [number, customer, placed, total], key = [number]",
            more,
            "} ]")
        .mapping(
            "orders",
            "select number as order_id, customer as customer_id, placed as ordered_at,"
                + " 'EUR' as currency, row_ref from orders")
        .mapping(
            "order_lines",
            "select number as order_line_id, number as order_id, 'sale' as kind, 1 as quantity,"
                + " total as amount, placed as ordered_at, row_ref from orders");
  }
}
