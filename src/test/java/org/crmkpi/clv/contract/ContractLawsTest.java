package org.crmkpi.clv.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.crmkpi.clv.fit.GradientCheck;

/** What holds for the shifted-beta-geometric model, whatever the parameters. */
class ContractLawsTest {

  @Property(tries = 200)
  void gradientsEqualDifferencesOfTheLikelihood(
      @ForAll @DoubleRange(min = -2, max = 3) double logAlpha,
      @ForAll @DoubleRange(min = -2, max = 3) double logBeta,
      @ForAll("contracts") List<ContractCase> contracts) {
    GradientCheck.check(
        new ContractLikelihood(new ContractSummary(contracts)), new double[] {logAlpha, logBeta});
  }

  @Property(tries = 200)
  void retentionRisesAndSurvivalFallsWithAge(
      @ForAll @DoubleRange(min = 0.05, max = 20) double alpha,
      @ForAll @DoubleRange(min = 0.05, max = 20) double beta,
      @ForAll @IntRange(min = 1, max = 200) int renewal) {
    ShiftedBetaGeometric model = new ShiftedBetaGeometric(alpha, beta);

    assertThat(model.retention(renewal)).isBetween(0.0, model.retention(renewal + 1));
    assertThat(model.retention(renewal + 1)).isLessThan(1);
    assertThat(model.survival(renewal)).isBetween(0.0, model.survival(renewal - 1));
    assertThat(model.survival(0)).isEqualTo(1);
  }

  @Provide
  static Arbitrary<List<ContractCase>> contracts() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 40),
            Arbitraries.longs().between(0, 50),
            Arbitraries.longs().between(0, 50))
        .as(ContractCase::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }
}
