package org.crmkpi.clv.holdout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.crmkpi.clv.numeric.CompensatedSum;
import org.crmkpi.clv.numeric.SignificantDigits;
import org.crmkpi.clv.repeat.RepeatCase;

/**
 * How well a method predicts the holdout period.
 *
 * @param method the method
 * @param isBaseline whether it is a baseline
 * @param customers how many customers
 * @param predicted all predicted purchases
 * @param actual all purchases
 * @param rootMeanSquaredError the root of the mean squared error of a customer's prediction. The
 *     expected number of purchases is what makes it smallest, so it is what methods compete on; the
 *     mean absolute error would prefer the median, which is mostly 0
 */
public record HoldoutScore(
    String method,
    boolean isBaseline,
    long customers,
    double predicted,
    long actual,
    double rootMeanSquaredError) {
  private static final int DECILES = 10;

  /** The score of a method. */
  public static HoldoutScore of(Holdout holdout, Prediction prediction) {
    CompensatedSum predicted = new CompensatedSum();
    CompensatedSum squares = new CompensatedSum();
    for (HoldoutCase c : holdout.cases()) {
      double expected = prediction.purchases().applyAsDouble(c.history());
      double error = expected - c.laterPurchases();
      predicted.add(c.history().customers() * expected);
      squares.add(c.history().customers() * error * error);
    }
    double meanSquare = squares.value() / Math.max(1, holdout.customers());
    return new HoldoutScore(
        prediction.method(),
        prediction.isBaseline(),
        holdout.customers(),
        rounded(predicted.value()),
        holdout.laterPurchases(),
        rounded(Math.sqrt(meanSquare)));
  }

  /** The relative error of the total; 0.1 is 10 % too much. Infinite where nobody bought. */
  public double errorOfTotal() {
    return predicted == actual ? 0 : predicted / actual - 1;
  }

  /** Predicted and actual purchases by cohort, whose number follows from the history. */
  public static List<HoldoutGroup> byCohort(
      Holdout holdout, Prediction prediction, ToIntFunction<RepeatCase> cohort) {
    TreeMap<Integer, HoldoutGroup> groups = new TreeMap<>();
    for (HoldoutCase c : holdout.cases()) {
      HoldoutGroup group = group(c, prediction, cohort.applyAsInt(c.history()));
      groups.merge(group.group(), group, HoldoutGroup::plus);
    }
    return List.copyOf(groups.values());
  }

  /**
   * Predicted and actual purchases by tenths of the customers, those expected to buy most first.
   */
  public static List<HoldoutGroup> byDecile(Holdout holdout, Prediction prediction) {
    TreeMap<Double, HoldoutGroup> byPrediction = new TreeMap<>(Comparator.reverseOrder());
    for (HoldoutCase c : holdout.cases()) {
      double expected = prediction.purchases().applyAsDouble(c.history());
      byPrediction.merge(expected, group(c, prediction, 0), HoldoutGroup::plus);
    }
    List<HoldoutGroup> deciles = new ArrayList<>();
    double before = 0;
    for (HoldoutGroup equal : byPrediction.values()) {
      share(equal, before, (double) holdout.customers() / DECILES, deciles);
      before += equal.customers();
    }
    return List.copyOf(deciles);
  }

  /** Deals customers with equal predictions out to the deciles that they reach into. */
  private static void share(
      HoldoutGroup equal, double before, double size, List<HoldoutGroup> deciles) {
    double end = before + equal.customers();
    int first = (int) Math.floor(before / size);
    int last = Math.min(DECILES, (int) Math.ceil(end / size));
    for (int decile = first; decile < last; decile++) {
      double within = Math.min(end, (decile + 1) * size) - Math.max(before, decile * size);
      double part = within / equal.customers();
      HoldoutGroup share =
          new HoldoutGroup(decile + 1, within, equal.predicted() * part, equal.actual() * part);
      if (decile < deciles.size()) {
        deciles.set(decile, deciles.get(decile).plus(share));
      } else {
        deciles.add(share);
      }
    }
  }

  private static HoldoutGroup group(HoldoutCase c, Prediction prediction, int group) {
    double customers = c.history().customers();
    double expected = prediction.purchases().applyAsDouble(c.history());
    return new HoldoutGroup(group, customers, customers * expected, customers * c.laterPurchases());
  }

  private static double rounded(double value) {
    return SignificantDigits.round(value, SignificantDigits.OF_PARAMETERS);
  }
}
