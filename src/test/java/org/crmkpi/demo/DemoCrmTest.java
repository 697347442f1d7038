package org.crmkpi.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files as such: same settings, same bytes; parts that roll; a folder a night. */
final class DemoCrmTest {
  private static final DemoSettings SMALL = DemoSettings.of(600);
  private static final Written WRITTEN = Written.write(SMALL);

  @Test
  void sameSettingsGiveTheSameBytes() {
    Written one = WRITTEN;
    Written two = Written.write(SMALL);

    assertThat(two.files()).isEqualTo(one.files());
    assertThat(one.files())
        .allSatisfy(file -> assertThat(two.bytes(file)).isEqualTo(one.bytes(file)));
  }

  @Test
  void anotherSeedIsAnotherCompany() {
    Written one = WRITTEN;
    Written two = Written.write(SMALL.withSeed(7));

    String orders = "2026-06-27/orders-00001.csv";

    assertThat(two.bytes(orders)).isNotEqualTo(one.bytes(orders));
  }

  @Test
  void aFeedGoesOnInTheNextPartAndLosesNoRow() {
    Written whole = WRITTEN;
    Written parted = Written.write(SMALL.withRowsPerPart(100));

    List<String> parts =
        parted.files().stream().filter(f -> f.startsWith("2026-06-27/order_lines-")).toList();

    assertThat(parts).hasSizeGreaterThan(10);
    assertThat(parted.rows()).isEqualTo(whole.rows());
    assertThat(parted.delivered(0, "order_lines"))
        .containsExactlyElementsOf(whole.delivered(0, "order_lines"));
  }

  @Test
  void everyNightHasItsFolderWithEveryFeedAndAMarker() {
    List<String> files = Written.shared().files();

    for (int delivery = 0; delivery < 4; delivery++) {
      String folder = LocalDate.of(2026, 6, 27).plusDays(delivery) + "/";
      assertThat(files).contains(folder + "_SUCCESS", folder + "orders-00001.csv");
      assertThat(files.stream().filter(file -> file.startsWith(folder)))
          .hasSize(Feed.values().length + 1);
    }
    assertThat(DemoCrm.lastNight(Written.shared().settings())).isEqualTo("2026-06-30");
  }

  @Test
  void observedForOneNightItIsTheSameCompany() {
    Written oneNight = Written.write(SMALL.withNights(1));

    List<String> known =
        WRITTEN.files().stream().filter(file -> file.compareTo("2026-06-29") < 0).toList();

    assertThat(oneNight.files()).isEqualTo(known);
    assertThat(known)
        .allSatisfy(file -> assertThat(oneNight.bytes(file)).isEqualTo(WRITTEN.bytes(file)));
  }

  @Test
  void rowsArriveInTheNightOfTheirDay() {
    Written written = Written.shared();

    for (int night = 1; night <= 3; night++) {
      String day = new Timeline(3).dateOf(night).toString();
      int updatedAt = Feed.OPPORTUNITIES.header().indexOf("updated_at");
      assertThat(written.delivered(night, "opportunities"))
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row[updatedAt]).startsWith(day));
    }
  }

  @Test
  void theCompanyHasAboutTheOrdersItWasAskedFor() {
    Written five = Written.shared();
    Written twenty = Written.write(SMALL.withOrdersPerCustomer(20));

    assertThat((double) five.rows().get("orders").get(0) / 4_000).isBetween(4.0, 6.0);
    assertThat((double) twenty.rows().get("orders").get(0) / 600).isBetween(15.0, 25.0);
  }

  @Test
  void quotesCommasAndUmlautsSurvive() {
    Written written = Written.shared();

    String products =
        new String(written.bytes("2026-06-27/products-00001.csv"), StandardCharsets.UTF_8);

    assertThat(products).contains("\"Apparel Jacket \"\"Nordkap\"\"\"");
    assertThat(products).contains("\"Apparel Übergang, leicht\"");
    assertThat(written.delivered(0, "products").get(0)[1]).isEqualTo("Apparel Jacket \"Nordkap\"");
  }

  @Test
  void twoCompaniesDoNotMixInOneFolder() {
    assertThatThrownBy(() -> DemoCrm.write(WRITTEN.dir(), SMALL))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("accounts-00001.csv");
  }

  @Test
  void settingsOutOfRangeAreRefusedWithTheValue() {
    assertThatThrownBy(() -> DemoSettings.of(99)).hasMessageContaining("but is 99");
    assertThatThrownBy(() -> SMALL.withNights(31)).hasMessageContaining("but is 31");
    assertThatThrownBy(() -> SMALL.withOrdersPerCustomer(1)).hasMessageContaining("but is 1.0");
    assertThatThrownBy(() -> SMALL.withRowsPerPart(0)).hasMessageContaining("but is 0");
  }
}
