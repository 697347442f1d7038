package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.RealData;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published figures of the CDNOW sample, at the end of calibration and at the end of the file. */
final class CdnowTest {
  @TempDir private Path root;

  @Test
  void purchaseDaysMeetThePublishedCountsAndLaterRowsWait() {
    TestNight night = new TestNight(root, Project.catalogue("customer_lifetime"));
    run(night, LocalDate.of(1997, 9, 30));
    assertThat(
            night.lines(
                "select count(*), count_if(repeat_purchase_days_count > 0),"
                    + " sum(repeat_purchase_days_count) from customer_lifetime"))
        .containsExactly("2357 946 2457");
    assertThat(
            night.lines(
                "select count(*) from customer_lifetime"
                    + " group by least(repeat_purchase_days_count, 7)"
                    + " order by least(repeat_purchase_days_count, 7)"))
        .containsExactly("1411", "439", "214", "100", "62", "38", "29", "64");

    run(night, LocalDate.of(1998, 6, 30));

    assertThat(
            night.lines(
                "select count(*), sum(orders_count), sum(purchase_days_count),"
                    + " sum(net_revenue_cents) from customer_lifetime"))
        .containsExactly("2357 6919 6696 24409194");
    assertThat(night.value("select sum(quantity) as n from order_lines")).isEqualTo("16479");
    assertThat(
            night.lines(
                "select waiting_rows_count from table_runs where table_name = 'crm_core.orders'"
                    + " order by run_id"))
        .containsExactly("1959", "0");
  }

  private static void run(TestNight night, LocalDate asOf) {
    night.run(asOf, Map.of("cdnow", RealData.folder("cdnow")));
  }
}
