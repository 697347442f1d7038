package org.crmkpi.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.crmkpi.clv.data.Simulation;
import org.crmkpi.clv.fit.Estimate;
import org.crmkpi.clv.repeat.BgNbd;
import org.crmkpi.clv.repeat.RepeatCase;
import org.crmkpi.clv.repeat.RepeatKind;
import org.crmkpi.clv.repeat.RepeatModel;
import org.crmkpi.clv.repeat.RepeatSummary;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.hipparchus.special.Gamma;

/**
 * Times the fits of repeat buying on simulated customers against a plain fit, which adds one
 * customer after the other and has no gradient, and the scoring of customers on one core. The
 * argument is the number of customers.
 */
final class CustomerValueBenchmark {
  private static final double YEAR = 365.25;

  private CustomerValueBenchmark() {}

  public static void main(String[] arguments) {
    int customers = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    RepeatModel truth = new BgNbd(0.25, 31, 0.8, 2.4);
    List<RepeatCase> cases =
        timed("simulated", () -> new Simulation(1).buyers(truth, customers, 1, 1095));
    RepeatSummary summary = timed("summary", () -> RepeatSummary.of(cases));
    System.out.printf("%,d customers, %,d distinct%n", customers, summary.cases().size());
    for (RepeatKind kind : RepeatKind.values()) {
      Estimate estimate = timed(kind.tableName(), () -> kind.fit(summary));
      System.out.println("  " + estimate.values() + " converged " + estimate.converged());
      score(kind.model(estimate.parameters()), cases);
    }
    List<Double> plain = timed("plain bg_nbd", () -> plainFit(cases));
    System.out.println("  " + plain);
  }

  private static void score(RepeatModel model, List<RepeatCase> cases) {
    rate("P(alive)", cases, c -> model.pAlive(c.purchases(), c.lastDay(), c.observedDays()));
    rate(
        "expected purchases",
        cases,
        c -> model.expectedPurchasesInDays(c.purchases(), c.lastDay(), c.observedDays(), YEAR));
    rate("discounted, 36 months", cases, c -> discounted(model, c, 3 * YEAR));
    rate("discounted, endless", cases, c -> discounted(model, c, Double.POSITIVE_INFINITY));
  }

  private static double discounted(RepeatModel model, RepeatCase c, double days) {
    return model.discountedPurchasesInDays(c.purchases(), c.lastDay(), c.observedDays(), days, 0.1);
  }

  /** The rate of the second of two rounds: the first compiles the code. */
  private static void rate(
      String what, List<RepeatCase> cases, ToDoubleFunction<RepeatCase> score) {
    List<RepeatCase> some = cases.subList(0, Math.min(cases.size(), 50_000));
    double seconds = 0;
    double total = 0;
    for (int round = 0; round < 2; round++) {
      long start = System.nanoTime();
      total = some.stream().mapToDouble(score).sum();
      seconds = (System.nanoTime() - start) / 1e9;
    }
    System.out.printf(
        Locale.ROOT, "  %-22s %,.0f a second, total %.1f%n", what, some.size() / seconds, total);
  }

  private static <T> T timed(String what, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    System.out.printf(Locale.ROOT, "%s: %.2f s%n", what, (System.nanoTime() - start) / 1e9);
    return result;
  }

  private static List<Double> plainFit(Collection<RepeatCase> cases) {
    double[] point =
        new SimplexOptimizer(new SimpleValueChecker(1e-9, -1))
            .optimize(
                new InitialGuess(new double[] {0, Math.log(100), 0, 0}),
                new ObjectiveFunction(logs -> plainLikelihood(logs, cases)),
                GoalType.MAXIMIZE,
                new MaxEval(2000),
                new NelderMeadSimplex(4))
            .getPoint();
    return List.of(Math.exp(point[0]), Math.exp(point[1]), Math.exp(point[2]), Math.exp(point[3]));
  }

  private static double plainLikelihood(double[] logs, Collection<RepeatCase> cases) {
    double r = Math.exp(logs[0]);
    double alpha = Math.exp(logs[1]);
    double a = Math.exp(logs[2]);
    double b = Math.exp(logs[3]);
    double sum = 0;
    for (RepeatCase c : cases) {
      int x = c.purchases();
      double alive = -(r + x) * Math.log(alpha + c.observedDays());
      double gone =
          x == 0
              ? Double.NEGATIVE_INFINITY
              : Math.log(a / (b + x - 1)) - (r + x) * Math.log(alpha + c.lastDay());
      double larger = Math.max(alive, gone);
      sum +=
          Gamma.logGamma(r + x)
              - Gamma.logGamma(r)
              + r * logs[1]
              + Gamma.logGamma(a + b)
              + Gamma.logGamma(b + x)
              - Gamma.logGamma(b)
              - Gamma.logGamma(a + b + x)
              + larger
              + Math.log(Math.exp(alive - larger) + Math.exp(gone - larger));
    }
    return sum;
  }
}
