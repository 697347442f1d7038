package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums over orders by the country of their customers. */
final class SummedRowsTest {
  private static final int NIGHTS = 4;

  @TempDir private Path folder;

  @Test
  void anOrderThatMovesToAnotherCountryLeavesTheSumItWasIn() {
    WebShop shop = new WebShop(folder);
    TestNight nightly = shop.nights("nightly");
    for (int night = 1; night <= NIGHTS; night++) {
      shop.deliver(night, "web").run(nightly, night);
    }
    TestNight rebuilt = shop.nights("rebuilt");
    shop.run(rebuilt, NIGHTS);

    assertThat(shop.rows(nightly.reader())).isEqualTo(shop.rows(rebuilt.reader()));
    assertThat(nightly.lines("select country from country_orders order by country"))
        .containsExactly("AT", "DE");
    assertThat(
            nightly.lines(
                "select keys_count from table_runs"
                    + " where table_name = 'crm_core.country_orders' and keys_count > 0"))
        .as("nights that moved the sums by changed orders")
        .hasSize(NIGHTS - 1);
  }
}
