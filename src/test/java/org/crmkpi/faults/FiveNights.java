package org.crmkpi.faults;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.crmkpi.source.Delivered;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestNight;

/**
 * A shop of five customers over five nights: orders come late, are corrected, deleted and sent
 * back, customers are merged, unmerged and deleted. Small enough for its money to be added up by
 * hand.
 */
final class FiveNights {
  private static final LocalDate FIRST = LocalDate.of(2024, 3, 1);
  private static final String CUSTOMERS = "id,merged_into,joined,updated,gone";
  private static final String ORDERS = "id,customer,placed,updated,gone";
  private static final String LINES = "id,order,amount,placed,updated,gone";
  private static final String RETURNS = "id,order,amount,at,updated,gone";

  private final Delivered shop;

  FiveNights(Path root) {
    this.shop =
        new Delivered(root)
            .conf(
                "about = \"A shop that changes its mind.\"",
                "feeds = [",
                feed("customers", CUSTOMERS),
                feed("orders", ORDERS),
                feed("lines", LINES),
                feed("returns", RETURNS),
                "]")
            .mapping(
                "customers",
                "select id as customer_id, merged_into as merged_into_customer_id,"
                    + " joined as created_at, row_ref from customers")
            .mapping(
                "orders",
                "select id as order_id, customer as customer_id, placed as ordered_at,"
                    + " 'EUR' as currency, row_ref from orders")
            .mapping(
                "order_lines",
                "select id as order_line_id, order as order_id, 'sale' as kind, 1 as quantity,"
                    + " amount, placed as ordered_at, row_ref from lines")
            .mapping(
                "returns",
                "select id as return_id, order as order_id, at as returned_at, 1 as quantity,"
                    + " amount, 'EUR' as currency, row_ref from returns");
  }

  private static String feed(String name, String header) {
    return """
        { name = %s, path = "{delivery}/%s.csv", format = csv, delivery = changes,
          columns = [%s], key = [id], newest_by = updated, deleted_when = "gone = 'true'" }"""
        .formatted(name, name, header);
  }

  static LocalDate day(int night) {
    return FIRST.plusDays(night - 1);
  }

  /** Nights over this shop in a warehouse of their own. */
  TestNight nights(Path warehouse) {
    return new TestNight(warehouse, shop.declared(), TestNight.followed(1), Shop.catalogue());
  }

  /** Runs a night over what was delivered so far. */
  void run(TestNight nights, int night) {
    nights.run(day(night), Map.of("shop", shop.files()));
  }

  Delivered files() {
    return shop;
  }

  FiveNights deliver(int night) {
    switch (night) {
      case 1 -> first();
      case 2 -> {
        file(2, "customers", CUSTOMERS, "3,1,2024-01-03,2,");
        file(2, "orders", ORDERS, "A6,2,2024-01-20 12:00:00,2,");
        file(2, "lines", LINES, "L6,A6,70.00,2024-01-20 12:00:00,2,");
      }
      case 3 -> {
        file(3, "orders", ORDERS, "A4,4,2024-02-20 12:00:00,3,true", "A7,4,2024-03-03 09:00:00,3,");
        file(
            3,
            "lines",
            LINES,
            "L4,A4,20.00,2024-02-20 12:00:00,3,true",
            "L7,A7,25.00,2024-03-03 09:00:00,3,");
      }
      case 4 -> {
        file(4, "customers", CUSTOMERS, "3,,2024-01-03,4,");
        file(4, "lines", LINES, "L2,A2,45.00,2024-02-03 12:00:00,4,");
        file(4, "returns", RETURNS, "R1,A1,10.00,2024-03-04 12:00:00,4,");
      }
      case 5 -> {
        file(5, "customers", CUSTOMERS, "2,4,2024-01-02,5,", "5,,2024-01-05,5,true");
        file(5, "lines", LINES, "L8,A1,5.00,2024-01-10 12:00:00,5,");
      }
      default -> throw new IllegalArgumentException("night " + night);
    }
    return this;
  }

  private void first() {
    file(
        1,
        "customers",
        CUSTOMERS,
        "1,,2024-01-01,1,",
        "2,,2024-01-02,1,",
        "3,,2024-01-03,1,",
        "4,,2024-01-04,1,",
        "5,,2024-01-05,1,");
    file(
        1,
        "orders",
        ORDERS,
        "A1,1,2024-01-10 12:00:00,1,",
        "A2,2,2024-02-03 12:00:00,1,",
        "A3,3,2024-02-10 12:00:00,1,",
        "A4,4,2024-02-20 12:00:00,1,",
        "A5,5,2024-02-25 12:00:00,1,");
    file(
        1,
        "lines",
        LINES,
        "L1,A1,100.00,2024-01-10 12:00:00,1,",
        "L2,A2,50.00,2024-02-03 12:00:00,1,",
        "L3,A3,30.00,2024-02-10 12:00:00,1,",
        "L4,A4,20.00,2024-02-20 12:00:00,1,",
        "L5,A5,15.00,2024-02-25 12:00:00,1,");
  }

  private void file(int night, String feed, String... lines) {
    shop.file("d" + night + "/" + feed + ".csv", lines);
  }
}
