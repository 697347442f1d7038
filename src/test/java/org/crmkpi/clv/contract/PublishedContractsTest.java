package org.crmkpi.clv.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.crmkpi.clv.Discount;
import org.crmkpi.clv.fit.Estimate;
import org.junit.jupiter.api.Test;

/** The "regular" segment of Fader and Hardie 2007: 1,000 contracts over seven renewals. */
class PublishedContractsTest {
  private static final int[] SURVIVORS = {1000, 631, 468, 382, 326, 289, 262, 241};
  private static final double[] FITTED = {
    .627, .474, .388, .332, .292, .262, .239, .220, .204, .191, .180, .170
  };

  private static List<ContractCase> regular() {
    List<ContractCase> cases = new ArrayList<>();
    for (int t = 1; t < SURVIVORS.length; t++) {
      cases.add(new ContractCase(t, SURVIVORS[t - 1] - SURVIVORS[t], 0));
    }
    cases.add(new ContractCase(SURVIVORS.length - 1, 0, 241));
    return cases;
  }

  private static Estimate fit(List<ContractCase> cases) {
    return ShiftedBetaGeometric.fit(new ContractSummary(cases));
  }

  @Test
  void theParametersAreThePublishedOnes() {
    Estimate estimate = fit(regular());

    assertThat(estimate.converged()).isTrue();
    assertThat(estimate.cases()).isEqualTo(1000);
    assertThat(estimate.values().get(0)).isCloseTo(0.704, within(0.0005));
    assertThat(estimate.values().get(1)).isCloseTo(1.182, within(0.0005));
    assertThat(estimate.logLikelihood()).isCloseTo(-1680.265, within(0.0005));
  }

  @Test
  void theSurvivalCurveIsThePublishedOne() {
    ShiftedBetaGeometric model = ShiftedBetaGeometric.of(fit(regular()).parameters());

    for (int t = 1; t <= FITTED.length; t++) {
      assertThat(model.survival(t)).isCloseTo(FITTED[t - 1], within(0.0005));
      assertThat(model.retention(t))
          .isCloseTo(model.survival(t) / model.survival(t - 1), within(1e-12));
    }
  }

  @Test
  void theOrderOfTheContractsDoesNotMoveADigit() {
    List<ContractCase> reversed = new ArrayList<>(regular());
    Collections.reverse(reversed);

    assertThat(fit(reversed)).isEqualTo(fit(regular()));
  }

  @Test
  void aLoyalContractIsWorthMoreThanANewOne() {
    ShiftedBetaGeometric model = new ShiftedBetaGeometric(0.704, 1.182);

    double byAge = 0;
    for (int age = 0; age < 10; age++) {
      double value = model.discountedRenewalsInDays(age, 365.25, 365.25, 1095.75, 0.1);
      assertThat(value).isGreaterThan(byAge);
      byAge = value;
    }
  }

  @Test
  void twoYearsOfAnAnnualContractAreTwoDiscountedRenewals() {
    ShiftedBetaGeometric model = new ShiftedBetaGeometric(0.704, 1.182);
    double year = Discount.DAYS_PER_YEAR;

    double value = model.discountedRenewalsInDays(0, year, year, 2 * year, 0.1);

    assertThat(value).isCloseTo(model.survival(1) / 1.1 + model.survival(2) / 1.21, within(1e-12));
    assertThat(model.discountedRenewalsInDays(0, year, year, year - 1, 0.1)).isZero();
  }

  @Test
  void withoutEndTheSeriesIsTheSumOfAllRenewals() {
    ShiftedBetaGeometric model = new ShiftedBetaGeometric(0.704, 1.182);
    double month = Discount.daysOfMonths(1);

    double endless = model.discountedRenewalsInDays(5, 10, month, Double.POSITIVE_INFINITY, 0.1);

    assertThat(endless)
        .isCloseTo(model.discountedRenewalsInDays(5, 10, month, 6000 * month, 0.1), within(1e-9));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.discountedRenewalsInDays(5, 10, month, Double.POSITIVE_INFINITY, 0))
        .withMessageContaining("discount");
  }

  @Test
  void contractsThatAllRunDoNotConverge() {
    Estimate estimate = fit(List.of(new ContractCase(3, 0, 50), new ContractCase(5, 0, 20)));

    assertThat(estimate.converged()).isFalse();
  }
}
