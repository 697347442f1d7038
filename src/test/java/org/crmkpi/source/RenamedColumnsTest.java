package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.crmkpi.config.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mapping SQL may use other names than the files have. */
final class RenamedColumnsTest {
  private static final String HEADER = "Order No.,Customer ID,Placed at,Total (EUR)";

  @TempDir private Path folder;

  @Test
  void mappingSqlUsesTheNamesThatTheSourceStates() {
    Delivered shop =
        shop(
            "rename { \"Order No.\" = number, \"Customer ID\" = customer, \"Placed at\" = placed }");
    FollowedEntity orders = new FollowedEntity(shop, "orders");
    shop.file("d1/orders.csv", HEADER, "1,17,2024-01-05,4", "2,18,2024-01-06,5");
    orders.follow(shop.load());
    shop.file("d2/orders.csv", HEADER, "2,19,2024-01-06,5");
    LoadedSources next = shop.load();

    assertThat(orders.follow(next)).isEqualTo("Keys");

    assertThat(orders.rows("order_id", "customer_id", "channel"))
        .containsExactly("shop:1 shop:17 4", "shop:2 shop:19 5");
    assertThat(orders.rows()).isEqualTo(orders.mappedAgain(next));
  }

  @Test
  void unknownAndCollidingNamesAreRefused() {
    Problems problems = new Problems();

    shop("rename { \"Order Nr\" = nr, \"Customer ID\" = customer, \"Placed at\" = Customer, \"Order No.\" = row_ref }")
        .sources(problems);

    String line = "conf/sources/shop/source.conf:5: ";
    assertThat(problems.lines())
        .containsExactlyInAnyOrder(
            line
                + "'Order Nr' is not one of columns [Order No., Customer ID, Placed at, Total"
                + " (EUR)]",
            line + "'row_ref' is no name for a column in SQL",
            line + "two columns are named 'Customer'");
  }

  private Delivered shop(String rename) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = orders, path = \"{delivery}/orders.csv\", format = csv,",
            "  delivery = changes, key = [\"Order No.\"],",
            "  columns = [\"Order No.\", \"Customer ID\", \"Placed at\", \"Total (EUR)\"]",
            rename,
            "} ]")
        .mapping(
            "orders",
            "select number as order_id, customer as customer_id, placed as ordered_at,"
                + " `Total (EUR)` as channel, 'EUR' as currency, row_ref from orders");
  }
}
