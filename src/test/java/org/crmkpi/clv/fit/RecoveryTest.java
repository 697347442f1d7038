package org.crmkpi.clv.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One simulation of each model gives its parameters back, within the errors it states. */
class RecoveryTest {
  private static final long SEED = 20260101;

  @ParameterizedTest
  @MethodSource("org.crmkpi.clv.fit.SimulatedTruth#models")
  void theParametersAreWithinThreeAndAHalfStandardErrorsOfTheTruth(SimulatedTruth model) {
    Estimate estimate = model.estimate().apply(SEED);

    assertThat(estimate.converged()).isTrue();
    assertThat(estimate.model()).isEqualTo(model.name());
    for (int i = 0; i < model.truth().size(); i++) {
      double error = Math.sqrt(estimate.logCovariance().get(i).get(i));
      assertThat(error).isLessThan(0.6);
      assertThat(Math.log(estimate.values().get(i) / model.truth().get(i)))
          .as(estimate.names().get(i))
          .isCloseTo(0, within(3.5 * error));
    }
  }
}
