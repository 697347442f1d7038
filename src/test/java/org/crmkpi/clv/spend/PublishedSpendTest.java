package org.crmkpi.clv.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.crmkpi.clv.data.Buyer;
import org.crmkpi.clv.data.Purchases;
import org.crmkpi.clv.fit.Estimate;
import org.junit.jupiter.api.Test;

/** The published figures of what the customers of the CDNOW sample spend. */
class PublishedSpendTest {

  @Test
  void theSpendOfRepeatDaysIsThePublishedOne() {
    Estimate estimate = GammaGamma.fit(Purchases.cdnow().spend());

    assertThat(estimate.converged()).isTrue();
    assertThat(estimate.logLikelihood()).isCloseTo(-4055.9177, within(0.01));
    double[] exact = {6.249571, 3.744225, 15.443525};
    for (int i = 0; i < exact.length; i++) {
      assertThat(estimate.values().get(i)).isCloseTo(exact[i], Percentage.withPercentage(0.1));
    }
    assertThat(GammaGamma.of(estimate.parameters()).meanSpend()).isCloseTo(35.1704, within(0.0005));
  }

  @Test
  void theFirstTenCustomersAreExpectedToSpendThePublishedMeans() {
    Purchases purchases = Purchases.cdnow();
    GammaGamma model = GammaGamma.of(GammaGamma.fit(purchases.spend()).parameters());
    double[] published = {24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17};

    for (int i = 0; i < published.length; i++) {
      Buyer buyer = purchases.buyers().get(i);
      assertThat(model.expectedMeanSpend(buyer.history().purchases(), buyer.meanSpend()))
          .as("customer %d", i + 1)
          .isCloseTo(published[i], within(0.01));
    }
  }
}
