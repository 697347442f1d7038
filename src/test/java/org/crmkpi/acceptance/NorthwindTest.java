package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.RealData;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Figures of the Northwind orders, whose discounts are lines of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NorthwindTest {
  private TestNight night;

  @BeforeAll
  void run(@TempDir Path root) {
    night =
        new TestNight(root, Project.catalogue("new_customers", "cross_sales", "cross_sale_pairs"));
    night.run(LocalDate.of(1998, 5, 6), Map.of("northwind", RealData.folder("northwind")));
  }

  @Test
  void revenueAfterDiscountMeetsThePublishedFigure() {
    assertThat(
            night.lines(
                "select count(*), count(distinct customer_id), sum(gross_revenue_cents),"
                    + " sum(shipping_cents) from order_values"))
        .containsExactly("830 89 126579304 6494269");
    assertThat(night.value("select count(*) as n from customers")).isEqualTo("91");
  }

  @Test
  void newCustomersOfEachYearAreThoseOfTheFile() {
    assertThat(
            night.lines(
                "select period_start_on, new_customers, customer_base_new_customers"
                    + " from new_customers where period_kind = 'year' and dimension = 'all'"
                    + " order by period_start_on"))
        .containsExactly("1996-01-01 67 67", "1997-01-01 21 21", "1998-01-01 1 1");
  }

  @Test
  void customersBuyAcrossCategoriesAsTheFileSays() {
    assertThat(
            night.lines(
                "select period_start_on, customers, multi_category_customers, lines_count,"
                    + " categories_count from cross_sales"
                    + " where period_kind = 'year' and dimension = 'all' order by period_start_on"))
        .containsExactly(
            "1996-01-01 67 60 405 258", "1997-01-01 86 83 1059 456", "1998-01-01 81 75 691 362");
  }

  @Test
  void beveragesGoWithConfectionsNoMoreThanByChance() {
    assertThat(
            night.lines(
                "select together_count, first_orders_count, second_orders_count, orders_count,"
                    + " round(lift, 4) from cross_sale_pairs"
                    + " where period_kind = 'year' and period_start_on = '1997-01-01'"
                    + " and first_category = 'Beverages' and second_category = 'Confections'"))
        .containsExactly("59 159 150 408 1.0093");
  }
}
