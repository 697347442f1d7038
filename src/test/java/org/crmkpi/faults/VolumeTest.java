package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.source.Delivered;
import org.crmkpi.testing.CommandLine;
import org.crmkpi.testing.OtherProcess;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One customer with most of the orders, and ten times as many of them in the same small heap. */
@Tag("faults")
final class VolumeTest {
  private static final int ORDERS = 30_000;
  private static final int TIMES = 10;
  private static final Catalogue TABLES =
      Project.catalogue("customer_base", "customer_lifetime_values");

  @TempDir private Path folder;

  private record Cost(double seconds, long peakKilobytes) {}

  @Test
  void tenTimesTheOrdersOfWhichOneCustomerHasMostFitTheSameHeap() throws IOException {
    Cost usual = night(ORDERS);
    Cost large = night(ORDERS * TIMES);

    FaultLog.saw(
        23,
        String.format(
            Locale.ROOT,
            "60 %% of %,d and of %,d orders of one customer, heap 768 MB",
            ORDERS,
            ORDERS * TIMES),
        String.format(
            Locale.ROOT,
            "orders and cents as plain Java has them; time x %.1f (%.0f s), memory x %.2f (%d MB)",
            large.seconds() / usual.seconds(),
            large.seconds(),
            1.0 * large.peakKilobytes() / usual.peakKilobytes(),
            large.peakKilobytes() / 1024));
  }

  private Cost night(int orders) throws IOException {
    Path home = folder.resolve("home" + orders);
    CommandLine.in(home, TABLES);
    Delivered shop = shop(home);
    long[] cents = deliver(shop, orders);
    long startedAt = System.nanoTime();
    Cost cost;
    try (OtherProcess run =
        OtherProcess.java(
            ShopRun.class,
            home.toString(),
            "run",
            "--source",
            "shop=" + shop.files(),
            "--as-of",
            "2024-03-31",
            "--warehouse",
            shop.warehouse().toString())) {
      int exitCode = run.end();
      double seconds = (System.nanoTime() - startedAt) / 1e9;
      String output = run.output();
      assertThat(exitCode).as(output).isZero();
      String peak =
          output.substring(output.lastIndexOf("peak ") + 5).lines().findFirst().orElseThrow();
      cost = new Cost(seconds, Long.parseLong(peak));
    }
    TestNight night = new TestNight(shop.warehouse(), TABLES);
    assertThat(
            night.lines(
                "select customer_id, orders_count, net_revenue_cents from customer_lifetime"
                    + " where customer_id = 'shop:hot'"))
        .containsExactly("shop:hot " + orders * 6 / 10 + " " + cents[0]);
    assertThat(night.lines("select count(*), sum(net_revenue_cents) from order_values"))
        .containsExactly(orders + " " + (cents[0] + cents[1]));
    return cost;
  }

  /** Writes the orders; the cents of the one customer and of all others. */
  private static long[] deliver(Delivered shop, int orders) throws IOException {
    long[] cents = new long[2];
    try (BufferedWriter out = Files.newBufferedWriter(shop.files().resolve("orders.csv"))) {
      out.write("id,customer,day,cents\n");
      for (int i = 0; i < orders; i++) {
        boolean isHot = i % 10 < 6;
        int amount = 100 + i * 37 % 9000;
        cents[isHot ? 0 : 1] += amount;
        out.write(
            "%d,%s,2024-%02d-%02d,%d.%02d%n"
                .formatted(
                    i,
                    isHot ? "hot" : "c" + i % (orders / 50),
                    1 + i % 3,
                    1 + i / 3 % 28,
                    amount / 100,
                    amount % 100));
      }
    }
    return cents;
  }

  private static Delivered shop(Path home) {
    return new Delivered(home)
        .conf(
            "about = shop",
            "feeds = [ { name = orders, path = \"orders.csv\", format = csv, delivery = full,",
            "  columns = [id, customer, day, cents] } ]")
        .mapping(
            "orders",
            "select id as order_id, customer as customer_id, day as ordered_at, 'EUR' as currency,"
                + " row_ref from orders")
        .mapping(
            "order_lines",
            "select id as order_line_id, id as order_id, 'sale' as kind, 1 as quantity,"
                + " cents as amount, day as ordered_at, row_ref from orders");
  }
}
