package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.crmkpi.testing.RealData;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two years of the customers of an apparel retailer predict the four after them. Counts are those
 * of the file; the fit of BG/NBD was found again by another optimiser in another language.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClvtoolsTest {
  private static final String TOTALS =
      " from clv_validation where segment = 'all' and part = 'total'";

  private TestNight night;
  private List<Double> bgNbd;

  @BeforeAll
  void run(@TempDir Path root) {
    night = new TestNight(root, FittedDaily.catalogue("customer_outlooks"));
    Map<String, Path> files = Map.of("clvtools", RealData.folder("clvtools"));
    night.run(LocalDate.of(2006, 12, 31), files);
    bgNbd = parameters("bg_nbd");
    night.run(LocalDate.of(2010, 12, 20), files);
  }

  @Test
  void twoYearsHaveTheParametersThatAnotherOptimiserFinds() {
    assertThat(bgNbd.get(0)).isCloseTo(0.607311, withinPercentage(0.1));
    assertThat(bgNbd.get(1)).isCloseTo(146.697, withinPercentage(0.1));
    assertThat(bgNbd.get(2)).isCloseTo(1.275568, withinPercentage(0.5));
    assertThat(bgNbd.get(3)).isCloseTo(8.861006, withinPercentage(0.5));
  }

  @Test
  void theHoldoutHasThePurchaseDaysOfTheFile() {
    assertThat(night.lines("select distinct customers, actual_purchases, calibrated_on" + TOTALS))
        .containsExactly("600.0 1317.0 2006-12-31");
    assertThat(predicted("bg_nbd")).isCloseTo(1414.05, withinPercentage(0.01));
    assertThat(predicted("same_rate_as_before")).isCloseTo(1266 * 1450 / 728.0, within(0.01));
  }

  @Test
  void theMethodWithTheLeastErrorIsPublishedAndIsAModel() {
    assertThat(night.lines("select min_by(method, root_mean_squared_error)" + TOTALS))
        .isEqualTo(night.lines("select method" + TOTALS + " and is_published"));
    assertThat(night.value("select is_baseline" + TOTALS + " and is_published")).isEqualTo("false");
    assertThat(night.lines("select distinct method from customer_outlooks"))
        .isEqualTo(night.lines("select method" + TOTALS + " and is_published"));
  }

  @Test
  void tenthsAddUpAndTheFirstBuysMost() {
    List<Double> actual =
        night
            .sql(
                "select actual_purchases from clv_validation where segment = 'all'"
                    + " and part = 'decile' and is_published order by cast(part_value as int)")
            .collectAsList()
            .stream()
            .map(row -> row.getDouble(0))
            .toList();

    assertThat(actual).hasSize(10);
    assertThat(actual.stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1317, within(0.01));
    assertThat(actual.get(0)).isGreaterThan(3 * actual.get(9));
  }

  @Test
  void customersAreExpectedToDoWhatTheAssumptionsSay() {
    IntegratedCustomers.assertPublished(night, "2010-12-20", 20);
  }

  private double predicted(String method) {
    return night
        .sql("select predicted_purchases" + TOTALS + " and method = '%s'".formatted(method))
        .head()
        .getDouble(0);
  }

  private List<Double> parameters(String model) {
    return night
        .sql(
            "select parameters from clv_parameters where segment = 'all' and model = '%s'"
                .formatted(model))
        .head()
        .getList(0);
  }
}
