package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.crmkpi.laws.SameTables;
import org.crmkpi.source.Delivered;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The business day comes from the declared zone, whatever the zone of the machine. */
@Tag("faults")
final class TimeZonesTest {
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati");
  private static final LocalDate AS_OF = LocalDate.of(2024, 3, 31);

  @TempDir private Path folder;

  @Test
  void fiveZonesOfTheMachineGiveTheSameTables() {
    Delivered shop = shop();
    Map<String, Map<String, String>> rows = new TreeMap<>();
    Map<String, List<String>> days = new TreeMap<>();
    TimeZone before = TimeZone.getDefault();
    try {
      for (String zone : ZONES) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        TestNight night =
            new TestNight(
                folder.resolve(zone.replace('/', '-')),
                shop.declared(),
                usual -> TestNight.changed(usual, 2, 200_000, 0),
                Shop.catalogue());
        night.run(AS_OF, Map.of("shop", shop.files()));
        rows.put(zone, SameTables.fingerprints(night));
        days.put(
            zone,
            night.lines(
                "select order_id, cast(ordered_on as string) from order_values order by order_id"));
      }
    } finally {
      TimeZone.setDefault(before);
    }

    assertThat(days.get("UTC"))
        .containsExactly(
            "shop:1 2024-03-31",
            "shop:2 2024-03-31",
            "shop:3 2023-10-29",
            "shop:4 2023-10-29",
            "shop:5 2024-02-29",
            "shop:6 2024-03-31",
            "shop:7 2024-03-30",
            "shop:8 2024-01-01");
    assertThat(days.values()).containsOnly(days.get("UTC"));
    assertThat(rows.values()).containsOnly(rows.get("UTC"));
    FaultLog.saw(
        22,
        "the missing and the doubled hour, 23:59:59.999999 and instants around midnight in "
            + ZONES,
        "8 business days by hand; %d tables with one hash in all zones"
            .formatted(rows.get("UTC").size()));
  }

  /** Local times of Berlin, and instants with their offset; order 9 is of the day after. */
  private Delivered shop() {
    return new Delivered(folder.resolve("shop"))
        .conf(
            "about = shop",
            "zone = \"Europe/Berlin\"",
            "feeds = [ { name = orders, path = \"orders.csv\", format = csv, delivery = full,",
            "  columns = [id, at] } ]")
        .mapping(
            "orders",
            "select id as order_id, 'c' as customer_id, at as ordered_at, 'EUR' as currency,"
                + " row_ref from orders")
        .mapping(
            "order_lines",
            "select id as order_line_id, id as order_id, 'sale' as kind, 1 as quantity,"
                + " '1.00' as amount, at as ordered_at, row_ref from orders")
        .file(
            "orders.csv",
            "id,at",
            "1,2024-03-31 02:30:00",
            "2,2024-03-31 23:59:59.999999",
            "3,2023-10-29 02:30:00",
            "4,2023-10-29T01:30:00Z",
            "5,2024-02-29 00:00:00",
            "6,2024-03-31T21:59:59.999999Z",
            "7,2024-03-30 23:59:59.999999",
            "8,2023-12-31T23:00:00Z",
            "9,2024-03-31T22:00:00Z");
  }
}
