package org.crmkpi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.laws.SameTables;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.testing.Folders;
import org.crmkpi.testing.TestNight;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Nights that are run again, out of order, for a past day, after a correction or a RESTORE. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RerunsTest {
  private static final List<Integer> OUT_OF_ORDER = List.of(3, 1, 2, 5, 4);

  /** Cents of each surviving customer after each night, added up by hand. */
  private static final List<List<String>> MONEY =
      List.of(
          List.of("shop:1 10000", "shop:2 5000", "shop:3 3000", "shop:4 2000", "shop:5 1500"),
          List.of("shop:1 13000", "shop:2 12000", "shop:4 2000", "shop:5 1500"),
          List.of("shop:1 13000", "shop:2 12000", "shop:4 2500", "shop:5 1500"),
          List.of("shop:1 9000", "shop:2 11500", "shop:3 3000", "shop:4 2500", "shop:5 1500"),
          List.of("shop:1 9500", "shop:3 3000", "shop:4 14000", "shop:5 1500"));

  private static final List<String> TOTALS = List.of("21500", "28500", "29000", "27500", "28000");

  private Path folder;
  private FiveNights shop;
  private TestNight inOrder;
  private final Map<Integer, String> releases = new HashMap<>();
  private final Map<Integer, Map<String, String>> rows = new HashMap<>();

  @BeforeAll
  void fiveNightsInOrder(@TempDir Path temporary) {
    folder = temporary;
    shop = new FiveNights(folder.resolve("shop"));
    inOrder = shop.nights(folder.resolve("in order"));
    for (int night = 1; night <= 5; night++) {
      shop.deliver(night).run(inOrder, night);
      releases.put(night, newestRelease(inOrder));
      rows.put(night, SameTables.fingerprints(inOrder));
    }
  }

  @Test
  @Order(1)
  void theSameNightAgainCommitsNothing() {
    Map<String, Long> versions = SameTables.versions(inOrder);

    shop.run(inOrder, 5);

    assertThat(SameTables.versions(inOrder)).isEqualTo(versions);
    assertSame(inOrder, 5);
    assertThat(newestRelease(inOrder)).isEqualTo(releases.get(5));
    FaultLog.saw(
        7,
        "the fifth night again with the same files",
        "%d tables: version and hash as before, no release".formatted(versions.size()));
  }

  @Test
  @Order(2)
  void nightsOutOfOrderEqualNightsInOrderAndOneRebuild() {
    FiveNights other = new FiveNights(folder.resolve("other"));
    TestNight outOfOrder = other.nights(folder.resolve("out of order"));
    List<String> compared = new ArrayList<>();
    for (int night : OUT_OF_ORDER) {
      other.deliver(night).run(outOfOrder, night);
      if (!List.of(3, 5).contains(night)) {
        assertSame(outOfOrder, night);
        compared.add(String.valueOf(night));
      }
    }
    other.run(outOfOrder, 5);
    TestNight rebuilt = other.nights(folder.resolve("rebuilt"));
    other.run(rebuilt, 5);

    assertSame(outOfOrder, 5);
    assertSame(rebuilt, 5);
    for (int night = 1; night <= 5; night++) {
      assertThat(money(release(night))).as("night " + night).isEqualTo(MONEY.get(night - 1));
      assertThat(total(release(night))).isEqualTo(TOTALS.get(night - 1));
    }
    FaultLog.saw(
        9,
        "nights 3, 1, 2, 5, 4 with a late order, a deletion, a correction, a return, two merges and"
            + " an unmerge",
        "%d tables equal in-order nights %s and 5 and one rebuild; 280.00 of money by hand"
            .formatted(SameTables.versions(rebuilt).size(), compared));
  }

  /** In a copy: it takes away the register, which says what was known on which day. */
  @Test
  @Order(3)
  void aRestoredTableIsWrittenAgain() {
    Path copy = folder.resolve("restored");
    Folders.copy(folder.resolve("in order"), copy);
    TestNight nights = shop.nights(copy);
    SparkSession spark = TestSpark.session().newSession();
    spark.conf().set("spark.databricks.delta.snapshotPartitions", "1");
    List<String> restored =
        List.of(
            "crm_core/orders",
            "crm_core/order_values",
            "crm_core/customer_lifetime",
            "crm_kpi/monthly_sales",
            "crm_raw/shop_lines",
            "crm_raw/files");
    for (String table : restored) {
      Path path = copy.resolve(table);
      List<String> before = jsonRows(spark, path);
      spark.sql("restore table delta.`" + path + "` to version as of 0");
      assertThat(jsonRows(spark, path)).as(table).isNotEqualTo(before);
    }

    shop.run(nights, 5);

    assertSame(nights, 5);
    assertThat(total(nights.reader())).isEqualTo("28000");
    FaultLog.saw(10, "RESTORE to version 0 of " + restored, "all tables equal the night before it");
  }

  @Test
  @Order(4)
  void aPastDayGivesTheSameEachTime() {
    for (int night : List.of(2, 5, 2)) {
      shop.run(inOrder, night);

      assertSame(inOrder, night);
      assertThat(money(inOrder.reader())).isEqualTo(MONEY.get(night - 1));
    }
    FaultLog.saw(
        11,
        "runs for the days 2, 5 and 2 again after that of day 5",
        "hashes of %d tables as on those nights".formatted(SameTables.versions(inOrder).size()));
  }

  @Test
  @Order(5)
  void aCorrectedFileCountsOnTheSameDay() {
    shop.files()
        .file(
            "d2/lines.csv",
            "id,order,amount,placed,updated,gone",
            "L6,A6,77.77,2024-01-20 12:00:00,2,");

    shop.run(inOrder, 2);

    assertThat(money(inOrder.reader()))
        .containsExactly("shop:1 13000", "shop:2 12777", "shop:4 2000", "shop:5 1500");
    assertThat(total(inOrder.reader())).isEqualTo("29277");
    FaultLog.saw(
        8,
        "70.00 corrected to 77.77 in the file of night 2",
        "120.00 is 127.77, no other; by hand");
  }

  private void assertSame(TestNight nights, int night) {
    if (!SameTables.fingerprints(nights).equals(rows.get(night))) {
      SameTables.assertSame(nights.catalogue(), nights.reader(), release(night));
    }
  }

  private static List<String> jsonRows(SparkSession spark, Path table) {
    return spark.read().format("delta").load(table.toString()).toJSON().collectAsList().stream()
        .sorted()
        .toList();
  }

  private ReleaseQuery release(int night) {
    return inOrder.reader(releases.get(night));
  }

  private static String newestRelease(TestNight nights) {
    return nights.value("select max(release_id) from releases");
  }

  private static List<String> money(ReleaseQuery release) {
    return lines(
        release,
        "select concat_ws(' ', customer_id, net_revenue_cents) from customer_lifetime"
            + " order by customer_id");
  }

  private static String total(ReleaseQuery release) {
    return lines(release, "select cast(sum(net_revenue_cents) as string) from order_values").get(0);
  }

  private static List<String> lines(ReleaseQuery release, String sql) {
    return release.rows(sql).collectAsList().stream().map(row -> row.getString(0)).toList();
  }
}
