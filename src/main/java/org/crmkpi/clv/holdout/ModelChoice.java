package org.crmkpi.clv.holdout;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.crmkpi.clv.fit.Estimate;
import org.crmkpi.clv.repeat.RepeatKind;
import org.crmkpi.clv.repeat.RepeatSummary;

/**
 * The method that is published for a segment: the model with the best holdout, or the better
 * baseline where no model is better than both.
 *
 * @param method the published method
 * @param isBaseline whether no model beats the baselines
 * @param reason the errors that decided, as a sentence
 * @param scores the scores of all methods, the best first
 */
public record ModelChoice(
    String method, boolean isBaseline, String reason, List<HoldoutScore> scores) {
  private static final Comparator<HoldoutScore> BEST_FIRST =
      Comparator.comparingDouble(HoldoutScore::rootMeanSquaredError)
          .thenComparing(score -> !score.isBaseline())
          .thenComparing(HoldoutScore::method);

  /** The choice between scores of the same holdout, at least one of them of a baseline. */
  public static ModelChoice of(Collection<HoldoutScore> scores) {
    List<HoldoutScore> bestFirst = scores.stream().sorted(BEST_FIRST).toList();
    HoldoutScore baseline =
        bestFirst.stream()
            .filter(HoldoutScore::isBaseline)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no baseline to compare with"));
    HoldoutScore best = bestFirst.get(0);
    return new ModelChoice(best.method(), best.isBaseline(), reason(best, baseline), bestFirst);
  }

  /** Every way to predict that a segment has: the baselines, and the models that converged. */
  public static List<Prediction> candidates(
      RepeatSummary calibration, int days, Collection<Estimate> estimates) {
    Stream<Prediction> baselines =
        Stream.of(Prediction.sameRateAsBefore(days), Prediction.meanOfSegment(calibration, days));
    Stream<Prediction> models =
        estimates.stream()
            .filter(Estimate::converged)
            .map(estimate -> Prediction.of(kind(estimate), estimate.parameters(), days));
    return Stream.concat(baselines, models).toList();
  }

  private static RepeatKind kind(Estimate estimate) {
    return Stream.of(RepeatKind.values())
        .filter(kind -> kind.tableName().equals(estimate.model()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no model of repeat buying: " + estimate.model()));
  }

  private static String reason(HoldoutScore best, HoldoutScore baseline) {
    return best.isBaseline()
        ? text("no model beats %s, whose error by customer is %.4f", best)
        : text("error by customer %2$.4f", best) + text(" against %2$.4f of %1$s", baseline);
  }

  private static String text(String format, HoldoutScore score) {
    return String.format(Locale.ROOT, format, score.method(), score.rootMeanSquaredError());
  }
}
