package org.crmkpi.clv.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of many simulations of a model, 95 % of the intervals cover the truth. */
@Tag("simulation")
class CoverageTest {
  private static final int SIMULATIONS = Integer.getInteger("crm.simulations", 1000);

  @ParameterizedTest
  @MethodSource("org.crmkpi.clv.fit.SimulatedTruth#models")
  void intervalsCoverTheTruthAsOftenAsTheySay(SimulatedTruth model) {
    List<Estimate> estimates = model.estimates(SIMULATIONS);

    double converged = (double) estimates.size() / SIMULATIONS;
    System.out.printf(Locale.ROOT, "%s: converged %.3f%n", model, converged);
    assertThat(converged).isGreaterThan(0.98);
    for (int i = 0; i < model.truth().size(); i++) {
      assertThat(coverage(model, estimates, i)).as("parameter %d", i).isBetween(0.93, 0.97);
    }
    assertThat(coverageOfFigure(model, estimates)).as("prediction").isBetween(0.93, 0.97);
  }

  private static double coverage(SimulatedTruth model, List<Estimate> estimates, int parameter) {
    double truth = model.truth().get(parameter);
    long covered = estimates.stream().filter(e -> e.range(parameter).contains(truth)).count();
    return share(estimates.get(0).names().get(parameter), covered, estimates.size());
  }

  private static double coverageOfFigure(SimulatedTruth model, List<Estimate> estimates) {
    double[] parameters =
        IntStream.range(0, model.truth().size()).mapToDouble(model.truth()::get).toArray();
    double truth = model.figure().applyAsDouble(parameters);
    long covered =
        estimates.stream()
            .filter(e -> e.range(model.figure(), Range.Scale.LOG).contains(truth))
            .count();
    return share("prediction", covered, estimates.size());
  }

  private static double share(String what, long covered, int all) {
    double share = (double) covered / all;
    System.out.printf(Locale.ROOT, "  %-10s covered %.3f of %d%n", what, share, all);
    return share;
  }
}
