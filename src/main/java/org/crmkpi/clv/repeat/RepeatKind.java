package org.crmkpi.clv.repeat;

import java.util.List;
import org.crmkpi.clv.fit.Estimate;
import org.crmkpi.clv.fit.Fitting;
import org.crmkpi.clv.fit.LogLikelihood;
import org.crmkpi.clv.fit.MaximumLikelihood;

/** The models of repeat buying that can be fitted. */
public enum RepeatKind {
  /** See {@link BgNbd}. */
  BG_NBD("bg_nbd"),
  /** See {@link MbgNbd}. */
  MBG_NBD("mbg_nbd"),
  /** See {@link ParetoNbd}. */
  PARETO_NBD("pareto_nbd");

  private final String tableName;

  RepeatKind(String tableName) {
    this.tableName = tableName;
  }

  /** The name of the model in tables. */
  public String tableName() {
    return tableName;
  }

  /** The names of the parameters. */
  public List<String> parameters() {
    return switch (this) {
      case BG_NBD, MBG_NBD -> List.of("r", "alpha", "a", "b");
      case PARETO_NBD -> List.of("r", "alpha", "s", "beta");
    };
  }

  /** The model with the parameters of an estimate, in its order. */
  public RepeatModel model(double... parameters) {
    double first = parameters[2];
    double second = parameters[3];
    return switch (this) {
      case BG_NBD -> new BgNbd(parameters[0], parameters[1], first, second);
      case MBG_NBD -> new MbgNbd(parameters[0], parameters[1], first, second);
      case PARETO_NBD -> new ParetoNbd(parameters[0], parameters[1], first, second);
    };
  }

  /** Fits the model. The estimate does not converge where the data does not determine it. */
  public Estimate fit(RepeatSummary summary) {
    RepeatSummary coarse = summary.coarsened();
    LogLikelihood whole = likelihood(summary);
    return MaximumLikelihood.fit(
        tableName,
        parameters(),
        whole,
        coarse == summary ? whole : likelihood(coarse),
        starts(summary));
  }

  /** Fitting by segment, of segments with at least so many customers who came back. */
  public Fitting<RepeatSummary> fitting(long leastRepeaters) {
    return new Fitting<>(
        RepeatSummary::sum,
        summary -> summary.repeaters() >= Math.max(1, leastRepeaters),
        this::fit);
  }

  LogLikelihood likelihood(RepeatSummary summary) {
    return switch (this) {
      case BG_NBD -> new BetaGeometricLikelihood(summary, 0);
      case MBG_NBD -> new BetaGeometricLikelihood(summary, 1);
      case PARETO_NBD -> new ParetoLikelihood(summary);
    };
  }

  /** Starts with the mean rate of the data, from even to uneven customers, short and long lives. */
  private List<double[]> starts(RepeatSummary summary) {
    double daysPerPurchase = (summary.customerDays() + 1.0) / (summary.purchases() + 1.0);
    double meanDays = (summary.customerDays() + 1.0) / (summary.customers() + 1.0);
    return switch (this) {
      case BG_NBD, MBG_NBD ->
          List.of(
              new double[] {0.3, 0.2 * daysPerPurchase, 0.8, 2.5},
              new double[] {1, 0.7 * daysPerPurchase, 0.5, 5},
              new double[] {3, 2 * daysPerPurchase, 2, 10});
      case PARETO_NBD ->
          List.of(
              new double[] {0.5, 0.4 * daysPerPurchase, 0.5, 0.5 * meanDays},
              new double[] {1, 0.7 * daysPerPurchase, 1, 2 * meanDays},
              new double[] {3, 2 * daysPerPurchase, 2, 4 * meanDays});
    };
  }
}
