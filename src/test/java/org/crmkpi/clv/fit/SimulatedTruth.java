package org.crmkpi.clv.fit;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.crmkpi.clv.contract.ShiftedBetaGeometric;
import org.crmkpi.clv.data.Simulation;
import org.crmkpi.clv.repeat.RepeatKind;
import org.crmkpi.clv.repeat.RepeatModel;
import org.crmkpi.clv.repeat.RepeatSummary;
import org.crmkpi.clv.spend.GammaGamma;

/**
 * A model with known parameters, and the estimate from customers simulated by it. Buyers are slow,
 * so that rounding to whole days does not move the estimates.
 *
 * @param name the name of the model
 * @param truth the parameters that the customers are simulated with
 * @param estimate the estimate from the customers of a seed
 * @param figure a prediction that follows from parameters
 */
record SimulatedTruth(
    String name,
    List<Double> truth,
    LongFunction<Estimate> estimate,
    ToDoubleFunction<double[]> figure) {

  /** One truth for each model. */
  static Stream<SimulatedTruth> models() {
    return Stream.of(
        contracts(),
        spend(),
        buyers(RepeatKind.BG_NBD, 2.5),
        buyers(RepeatKind.MBG_NBD, 2.5),
        buyers(RepeatKind.PARETO_NBD, 2500));
  }

  /** The estimates of so many simulations, those that converged. */
  List<Estimate> estimates(int simulations) {
    return LongStream.range(0, simulations).mapToObj(estimate).filter(Estimate::converged).toList();
  }

  @Override
  public String toString() {
    return name;
  }

  private static SimulatedTruth contracts() {
    return new SimulatedTruth(
        ShiftedBetaGeometric.NAME,
        List.of(0.7, 1.2),
        seed -> ShiftedBetaGeometric.fit(new Simulation(seed).contracts(0.7, 1.2, 2000)),
        p -> ShiftedBetaGeometric.of(p).discountedRenewalsInDays(2, 365.25, 365.25, 1095.75, 0.1));
  }

  private static SimulatedTruth spend() {
    GammaGamma truth = new GammaGamma(6, 4, 15);
    return new SimulatedTruth(
        GammaGamma.NAME,
        List.of(6.0, 4.0, 15.0),
        seed -> GammaGamma.fit(new Simulation(seed).spenders(truth, 1500)),
        p -> GammaGamma.of(p).meanSpend());
  }

  private static SimulatedTruth buyers(RepeatKind kind, double last) {
    RepeatModel truth = kind.model(0.8, 1500, 0.8, last);
    return new SimulatedTruth(
        kind.tableName(),
        List.of(0.8, 1500.0, 0.8, last),
        seed -> kind.fit(RepeatSummary.of(new Simulation(seed).buyers(truth, 3000, 5000, 10_000))),
        p -> kind.model(p).expectedPurchasesInDays(2, 3000, 5000, 3650));
  }
}
