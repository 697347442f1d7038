package org.crmkpi.clv.data;

import java.util.ArrayList;
import java.util.List;
import org.crmkpi.clv.contract.ContractCase;
import org.crmkpi.clv.contract.ContractSummary;
import org.crmkpi.clv.repeat.BgNbd;
import org.crmkpi.clv.repeat.MbgNbd;
import org.crmkpi.clv.repeat.ParetoNbd;
import org.crmkpi.clv.repeat.RepeatCase;
import org.crmkpi.clv.repeat.RepeatModel;
import org.crmkpi.clv.spend.GammaGamma;
import org.crmkpi.clv.spend.SpendCase;
import org.crmkpi.clv.spend.SpendSummary;
import org.hipparchus.random.RandomDataGenerator;

/**
 * Customers who behave exactly as a model says, each by the story of the model, not its formulas.
 */
public final class Simulation {
  private final RandomDataGenerator dice;

  /** Customers that are the same for the same seed. */
  public Simulation(long seed) {
    dice = new RandomDataGenerator(seed);
  }

  /** Customers observed for {@code fromDays} to {@code toDays}, evenly spread. */
  public List<RepeatCase> buyers(RepeatModel model, int customers, int fromDays, int toDays) {
    List<RepeatCase> cases = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      cases.add(buyer(model, dice.nextInt(fromDays, toDays)));
    }
    return cases;
  }

  private RepeatCase buyer(RepeatModel model, int observedDays) {
    if (model instanceof BgNbd m) {
      double rate = dice.nextGamma(m.r(), 1 / m.alpha());
      return quitter(rate, dice.nextBeta(m.a(), m.b()), observedDays);
    }
    if (model instanceof MbgNbd m) {
      double rate = dice.nextGamma(m.r(), 1 / m.alpha());
      double quits = dice.nextBeta(m.a(), m.b());
      return dice.nextDouble() < quits
          ? new RepeatCase(0, 0, observedDays, 1)
          : quitter(rate, quits, observedDays);
    }
    ParetoNbd m = (ParetoNbd) model;
    double rate = dice.nextGamma(m.r(), 1 / m.alpha());
    double life = dice.nextExponential(1 / dice.nextGamma(m.s(), 1 / m.beta()));
    return until(Math.min(life, observedDays), rate, 0, observedDays);
  }

  private RepeatCase quitter(double rate, double quits, int observedDays) {
    return until(observedDays, rate, quits, observedDays);
  }

  /** Purchases until an end; after each one the customer may quit. */
  private RepeatCase until(double end, double rate, double quits, int observedDays) {
    int purchases = 0;
    int lastDay = 0;
    double time = dice.nextExponential(1 / rate);
    while (time <= end) {
      int day = Math.max(1, (int) Math.round(time));
      purchases += day > lastDay ? 1 : 0;
      lastDay = Math.min(day, observedDays);
      time =
          dice.nextDouble() < quits
              ? Double.POSITIVE_INFINITY
              : time + dice.nextExponential(1 / rate);
    }
    return new RepeatCase(purchases, lastDay, observedDays, 1);
  }

  /** What customers with one to eight repeat purchases spend. */
  public SpendSummary spenders(GammaGamma model, int customers) {
    List<SpendCase> cases = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      int purchases = dice.nextInt(1, 8);
      double rate = dice.nextGamma(model.q(), 1 / model.v());
      double total = dice.nextGamma(model.p() * purchases, 1 / rate);
      cases.add(new SpendCase(purchases, total / purchases, 1));
    }
    return SpendSummary.of(cases);
  }

  /** Contracts that began one to eight renewals ago. */
  public ContractSummary contracts(double alpha, double beta, int contracts) {
    List<ContractCase> cases = new ArrayList<>();
    for (int i = 0; i < contracts; i++) {
      int age = dice.nextInt(1, 8);
      double ends = dice.nextBeta(alpha, beta);
      int renewal = 1;
      while (renewal <= age && dice.nextDouble() >= ends) {
        renewal++;
      }
      cases.add(renewal <= age ? new ContractCase(renewal, 1, 0) : new ContractCase(age, 0, 1));
    }
    return new ContractSummary(cases);
  }
}
