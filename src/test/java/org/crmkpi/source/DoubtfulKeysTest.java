package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that says nothing, or that has blanks around it, is told to whoever runs the night. */
final class DoubtfulKeysTest {
  @TempDir private Path folder;

  @Test
  void wordsForNothingAndBlanksAroundAKeyAreNoticed() {
    MappedEntity orders =
        orders(
            "",
            "A-1,17,2024-01-05,1.00",
            "NULL,17,2024-01-05,1.00",
            "A-3,N/A,2024-01-05,1.00",
            "A-4,none,2024-01-05,1.00",
            "A-5,-,2024-01-05,1.00",
            "A-6, 18,2024-01-05,1.00",
            "A-7,none such,2024-01-05,1.00");

    assertThat(orders.accepted().count()).isEqualTo(7);
    assertThat(orders.notices().get())
        .containsExactly(
            "crm_core.orders: in 1 rows order_id is a word for nothing, such as NULL or N/A; where"
                + " it means none, state it as null_text in source.conf",
            "crm_core.orders: in 3 rows customer_id is a word for nothing, such as NULL or N/A;"
                + " where it means none, state it as null_text in source.conf",
            "crm_core.orders: in 1 rows customer_id has blanks around it and so is another key than"
                + " without them; trim it in the mapping");
  }

  @Test
  void nothingIsSaidOfAWordThatTheSourceStates() {
    MappedEntity orders = orders("null_text = [\"N/A\"]", "A-1,N/A,2024-01-05,1.00");

    assertThat(Delivered.rows(orders.accepted(), "order_id", "customer_id"))
        .containsExactly("shop:A-1 null");
    assertThat(orders.notices().get()).isEmpty();
  }

  private MappedEntity orders(String more, String... rows) {
    String[] lines = new String[rows.length + 1];
    lines[0] = "number,customer,placed,total";
    System.arraycopy(rows, 0, lines, 1, rows.length);
    Delivered shop =
        new Delivered(folder)
            .conf(
                "about = shop",
                more,
                "feeds = [ { name = orders, path = \"{delivery}/orders.csv\", format = csv,",
                "  delivery = changes, key = [number],",
                "  columns = [number, customer, placed, total] } ]")
            .mapping(
                "orders",
                "select number as order_id, customer as customer_id, placed as ordered_at,"
                    + " 'EUR' as currency, row_ref from orders")
            .file("d1/orders.csv", lines);
    return shop.map(shop.load(), "orders");
  }
}
