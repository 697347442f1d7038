package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of several days are no parts of one delivery. */
final class SideBySideTest {
  private static final String HEADER = "id,country";

  @TempDir private Path folder;

  @Test
  void dailySnapshotsWithTheSameKeysStopWithTheCure() {
    Delivered shop = customers("customers_*.csv", "key = [id]");
    shop.file("customers_2024-03-08.csv", HEADER, "1,AT", "2,DE").load();
    shop.file("customers_2024-03-09.csv", HEADER, "1,CH", "3,DE");

    assertThatThrownBy(shop::load)
        .hasMessageContaining("2 files of one full delivery hold the same keys")
        .hasMessageContaining("name it in the path: customers_{delivery}.csv");
    customers("customers_{delivery}.csv", "key = [id]");
    assertThat(shop.accepted("customers", "customer_id", "country"))
        .containsExactly("shop:1 CH", "shop:3 DE");
  }

  @Test
  void withoutAKeyTheSameRowsUnderNamesThatDifferByTheDayDoToo() {
    Delivered shop =
        customers("customers_*.csv", "")
            .file("customers_20240308.csv", HEADER, "1,AT", "2,DE")
            .file("customers_20240309.csv", HEADER, "1,AT", "2,DE", "3,DE");

    assertThatThrownBy(shop::load).hasMessageContaining("hold the same rows");
  }

  @Test
  void partsOfADeliveryAreLoadedTogether() {
    Delivered shop =
        customers("customers_*.csv", "key = [id]")
            .file("customers_2024-01.csv", HEADER, "1,AT")
            .file("customers_2024-02.csv", HEADER, "2,AT");

    assertThat(shop.accepted("customers", "customer_id")).containsExactly("shop:1", "shop:2");
  }

  private Delivered customers(String path, String more) {
    return new Delivered(folder)
        .conf(
            "about = shop",
            "feeds = [ { name = customers, path = \"" + path + "\", format = csv,",
            "  delivery = full, columns = [id, country]",
            more,
            "} ]")
        .mapping(
            "customers",
            "select id as customer_id, 'person' as customer_kind, country, row_ref from customers");
  }
}
