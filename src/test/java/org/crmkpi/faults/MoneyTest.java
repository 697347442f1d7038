package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.source.Delivered;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amounts that are too large, zero, negative or in a currency that nobody knows. */
@Tag("faults")
final class MoneyTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 31);
  private static final String HEADER = "id,currency,kind,amount";
  private static final double REJECTED_SHARE_LIMIT = 0.5;

  @TempDir private Path folder;

  @Test
  void moneyIsExactOrItsRowIsRejectedOrTheNightStops() {
    Delivered shop =
        shop()
            .file(
                "d1/lines.csv",
                HEADER,
                "1,EUR,sale,10.00",
                "2,EUR,sale,0.00",
                "3,EUR,adjustment,-2.50",
                "4,EUR,sale,9000000000000000.00",
                "5,EUR,sale,-3.00",
                "6,EUR,sale,10000000000000000.00",
                "7,EUR,sale,1.005",
                "8,XXX,sale,5.00",
                "9,eur,sale,5.00");
    TestNight nights = nights(shop);
    nights.run(AS_OF, Map.of("shop", shop.files()));

    assertThat(
            nights.lines(
                "select order_id, net_revenue_cents, adjustment_cents, is_purchase"
                    + " from order_values order by order_id"))
        .containsExactly(
            "shop:1 1000 0 true",
            "shop:2 0 0 true",
            "shop:3 0 -250 false",
            "shop:4 900000000000000000 0 true",
            "shop:5 0 0 false",
            "shop:6 0 0 false",
            "shop:7 0 0 false");
    assertThat(nights.lines("select table_name, row_key, reason from crm_ops.rejected_rows"))
        .containsExactlyInAnyOrder(
            "crm_core.order_lines order_line_id=shop:5 a sale or free line with a quantity of zero"
                + " or below or a negative amount",
            "crm_core.order_lines order_line_id=shop:6 amount '10000000000000000.00' is not a number"
                + " with at most 18 digits, 2 of them decimals",
            "crm_core.order_lines order_line_id=shop:7 amount '1.005' is not a number with at most"
                + " 18 digits, 2 of them decimals",
            "crm_core.order_values order_id=shop:8 no exchange rate from XXX for 2024-03-01 or the"
                + " 40 days before",
            "crm_core.orders order_id=shop:9 currency is not an ISO 4217 code");

    sumOverflows(shop, nights);
    FaultLog.saw(
        21,
        "amounts of 0, -3.00, 1.005, 10^16 and 10 times the largest one; currencies XXX and eur",
        "7 orders to the cent by hand, 5 rows rejected with their key, an overflowing sum stops the"
            + " night");
  }

  private static void sumOverflows(Delivered shop, TestNight nights) {
    String before = nights.value("select max(release_id) from releases");
    List<String> lines = new ArrayList<>(List.of(HEADER));
    IntStream.range(0, 10).forEach(i -> lines.add("1" + i + ",EUR,sale,9999999999999999.99"));
    shop.file("d2/lines.csv", lines.toArray(String[]::new))
        .mapping("order_lines", LINES.replace("id as order_id", "'1' as order_id"));

    assertThatThrownBy(() -> nights.run(AS_OF, Map.of("shop", shop.files())))
        .asInstanceOf(throwable(CrmFailure.class))
        .hasMessageContaining("crm_core.order_values")
        .hasMessageContaining("overflow")
        .extracting(CrmFailure::category)
        .isEqualTo(Category.DATA);
    assertThat(nights.value("select max(release_id) from releases")).isEqualTo(before);
    assertThat(nights.value("select max(net_revenue_cents) from order_values"))
        .isEqualTo("900000000000000000");
  }

  private static final String LINES =
      "select id as order_line_id, id as order_id, kind, 1 as quantity, amount,"
          + " '2024-03-01' as ordered_at, row_ref from lines";

  private Delivered shop() {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = lines, path = \"{delivery}/lines.csv\", format = csv,",
            "  delivery = changes, columns = [id, currency, kind, amount], key = [id] } ]")
        .mapping("order_lines", LINES)
        .mapping(
            "orders",
            "select id as order_id, '2024-03-01' as ordered_at, currency, row_ref from lines");
  }

  private static TestNight nights(Delivered shop) {
    return new TestNight(
        shop.warehouse(),
        shop.declared(),
        usual -> TestNight.changed(usual, usual.parallelTables(), 200_000, REJECTED_SHARE_LIMIT),
        Project.catalogue("order_values"));
  }
}
