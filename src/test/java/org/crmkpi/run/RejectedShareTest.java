package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.source.Delivered;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night that follows few keys may reject a share of the table, not of what it looked at. */
final class RejectedShareTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 31);
  private static final double LIMIT = 0.05;
  private static final String HEADER = "id,customer,currency";

  @TempDir private Path folder;

  @Test
  void oneOfTwoChangedOrdersIsFewOfFortyAndThreeMoreAreTooMany() {
    Delivered shop =
        shop()
            .file(
                "d1/orders.csv",
                Stream.concat(
                        Stream.of(HEADER),
                        IntStream.rangeClosed(1, 40).mapToObj(id -> id + ",c1,EUR"))
                    .toArray(String[]::new));
    TestNight nights =
        new TestNight(
            folder.resolve("warehouse"),
            shop.declared(),
            usual -> TestNight.changed(usual, 2, 1, LIMIT),
            Shop.catalogue("buyers"));
    run(nights, shop);

    shop.file("d2/orders.csv", HEADER, "1,c2,EUR", "41,c2,eur");
    run(nights, shop);

    assertThat(
            nights.lines(
                "select status, keys_count from table_runs where table_name = 'crm_core.orders'"
                    + " order by run_id desc limit 1"))
        .containsExactly("published 1");
    assertThat(nights.lines("select customer_id, entries_count from buyers order by 1"))
        .containsExactly("shop:c1 39", "shop:c2 1");
    shop.file("d3/orders.csv", HEADER, "42,c2,eur", "43,c2,eur", "44,c2,eur");
    assertThatThrownBy(() -> run(nights, shop))
        .isInstanceOf(CrmFailure.class)
        .hasMessageContaining("crm_core.orders: 4 of 44 rows were rejected");
  }

  private static void run(TestNight nights, Delivered shop) {
    nights.run(AS_OF, Map.of("shop", shop.files()));
  }

  private Delivered shop() {
    return new Delivered(folder.resolve("shop"))
        .conf(
            "about = shop",
            "feeds = [{ name = orders, path = \"{delivery}/orders.csv\", format = csv,",
            "  delivery = changes, columns = [id, customer, currency], key = [id] }]")
        .mapping(
            "orders",
            "select id as order_id, customer as customer_id, '2024-03-01' as ordered_at, currency,"
                + " row_ref from orders");
  }
}
