package org.crmkpi.clv.repeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.crmkpi.clv.Discount;
import org.crmkpi.clv.repeat.IntegratedOutlook.Horizon;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The closed forms against sums over what the models assume, with the parameters of CDNOW. */
class IntegratedOutlookTest {
  private static final double TEN_PERCENT = new Discount(0.1).forcePerDay();

  @ParameterizedTest
  @CsvSource({
    "0, 0, 272, 365.25",
    "0, 0, 545, 1095.75",
    "1, 10, 480, 365.25",
    "2, 213, 272, 273",
    "7, 39, 513, 1095.75",
    "21, 33, 478, 1095.75",
    "29, 510, 520, 1095.75"
  })
  void aCustomerIsExpectedToDoWhatTheAssumptionsSay(
      double x, double last, double observed, double days) {
    for (RepeatKind kind : RepeatKind.values()) {
      double[] parameters = cdnow(kind);
      RepeatModel model = kind.model(parameters);
      IntegratedOutlook plain =
          IntegratedOutlook.of(kind, parameters, x, last, observed, new Horizon(days, 0));
      IntegratedOutlook discounted =
          IntegratedOutlook.of(kind, parameters, x, last, observed, new Horizon(days, TEN_PERCENT));

      assertThat(model.pAlive(x, last, observed))
          .as("%s", kind)
          .isCloseTo(plain.pAlive(), withinPercentage(1e-7));
      assertThat(model.expectedPurchasesInDays(x, last, observed, days))
          .as("%s", kind)
          .isCloseTo(plain.purchases(), withinPercentage(1e-7));
      assertThat(model.discountedPurchasesInDays(x, last, observed, days, 0.1))
          .as("%s", kind)
          .isCloseTo(discounted.purchases(), withinPercentage(1e-7));
    }
  }

  private static double[] cdnow(RepeatKind kind) {
    return switch (kind) {
      case BG_NBD -> new double[] {0.242595, 7 * 4.413602, 0.792922, 2.425906};
      case MBG_NBD -> new double[] {0.524843, 7 * 6.183085, 0.891359, 1.614002};
      case PARETO_NBD -> new double[] {0.553277, 7 * 10.577683, 0.606240, 7 * 11.668731};
    };
  }
}
