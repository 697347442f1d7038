package org.crmkpi.clv.repeat;

/**
 * What a customer is expected to do, straight from what the models assume: every pair of a rate of
 * purchases and a way of dropping out is weighed by how likely it is beforehand times how likely it
 * makes the history, and the sum is taken over a grid. Slow, and without any of the closed forms
 * that the models use.
 */
public record IntegratedOutlook(double pAlive, double purchases) {
  private static final double STEP = 0.125;
  private static final double LOW = -150;
  private static final double HIGH = 40;

  /** What is asked: in how many days, worth less by which force of interest a day. */
  public record Horizon(double days, double forcePerDay) {
    /** The expected purchases, each discounted, of who buys at a rate until a hazard strikes. */
    private double purchases(double rate, double hazard) {
      double decay = hazard + forcePerDay;
      return decay == 0 ? rate * days : rate * -Math.expm1(-decay * days) / decay;
    }
  }

  /** By the model of that kind with these parameters; x, t_x and T as the papers call them. */
  public static IntegratedOutlook of(
      RepeatKind kind, double[] parameters, double x, double last, double observed, Horizon ahead) {
    Sums sums = new Sums(ahead);
    double shape = parameters[0] + x;
    double likeliest = shape * (Math.log(shape / parameters[1]) - 1);
    for (double u = LOW; u < HIGH; u += STEP) {
      double rate = Math.exp(u);
      double seen = shape * u - parameters[1] * rate;
      if (seen > likeliest - 100) {
        for (double w = 0.5 * LOW; w < HIGH; w += STEP) {
          if (kind == RepeatKind.PARETO_NBD) {
            sums.addExponential(parameters, rate, seen, w, last, observed);
          } else {
            sums.addGeometric(kind, parameters, rate, seen, w, x, last, observed);
          }
        }
      }
    }
    return new IntegratedOutlook(
        sums.alive / (sums.alive + sums.gone), sums.purchases / (sums.alive + sums.gone));
  }

  private static final class Sums {
    private final Horizon ahead;
    private double alive;
    private double gone;
    private double purchases;

    private Sums(Horizon ahead) {
      this.ahead = ahead;
    }

    /** Gone after each purchase with a chance p of odds e^w; in MBG/NBD after the first one too. */
    private void addGeometric(
        RepeatKind kind,
        double[] parameters,
        double rate,
        double seen,
        double w,
        double x,
        double last,
        double observed) {
      double first = kind == RepeatKind.MBG_NBD ? 1 : 0;
      double logGoing = -Math.log1p(Math.exp(-w));
      double logStaying = -Math.log1p(Math.exp(w));
      double before = parameters[2] * logGoing + parameters[3] * logStaying;
      double stayed = Math.exp(seen + before + (x + first) * logStaying - rate * observed);
      alive += stayed;
      purchases += stayed * ahead.purchases(rate, rate * Math.exp(logGoing));
      if (x + first > 0) {
        gone += Math.exp(seen + before + (x + first - 1) * logStaying + logGoing - rate * last);
      }
    }

    /** Gone at any moment with a hazard e^w a day: in Pareto/NBD nobody sees when. */
    private void addExponential(
        double[] parameters, double rate, double seen, double w, double last, double observed) {
      double hazard = Math.exp(w);
      double weight = seen + parameters[2] * w - parameters[3] * hazard;
      double total = rate + hazard;
      double stayed = Math.exp(weight - total * observed);
      alive += stayed;
      purchases += stayed * ahead.purchases(rate, hazard);
      gone +=
          Math.exp(weight - total * last)
              * -Math.expm1(-total * (observed - last))
              * hazard
              / total;
    }
  }
}
