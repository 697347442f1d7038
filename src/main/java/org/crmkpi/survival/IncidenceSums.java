package org.crmkpi.survival;

/**
 * The running sums of an Aalen-Johansen estimate. The variance of the won incidence is the
 * delta-method one (Marubini and Valsecchi 1995, chapter 10), its double sum over days multiplied
 * out so that each day costs the same.
 */
final class IncidenceSums {

  private double stillOpen = 1;
  private double won;
  private double lost;

  /** Sums of F^k d / (n (n - d)) for k = 0, 1, 2, with F the won incidence at the day. */
  private final double[] hazardVariance = new double[3];

  /** Sum of S^2 (n - w) w / n^3, with S the share open before the day and w the won. */
  private double stepVariance;

  /** Sums of F^k S w / n^2 for k = 0, 1. */
  private final double[] covariance = new double[2];

  /** Takes in the events of a day at which {@code atRisk} cases are open. */
  CurvePoint advance(DayCount today, long atRisk) {
    double n = atRisk;
    double wonToday = today.won();
    double endedToday = wonToday + today.lost();
    if (endedToday > 0) {
      double openBefore = stillOpen;
      won += openBefore * wonToday / n;
      lost += openBefore * today.lost() / n;
      stillOpen = openBefore * (n - endedToday) / n;
      addVariance(wonToday, endedToday, n, openBefore);
    }
    return new CurvePoint(today.day(), atRisk, won, lost, stillOpen, standardError());
  }

  private void addVariance(double wonToday, double endedToday, double n, double openBefore) {
    // When all end, the incidence never moves again, and the term is multiplied by zero for ever.
    double hazard = endedToday == n ? 0 : endedToday / (n * (n - endedToday));
    hazardVariance[0] += hazard;
    hazardVariance[1] += won * hazard;
    hazardVariance[2] += won * won * hazard;
    stepVariance += openBefore * openBefore * (n - wonToday) * wonToday / (n * n * n);
    covariance[0] += openBefore * wonToday / (n * n);
    covariance[1] += won * openBefore * wonToday / (n * n);
  }

  private double standardError() {
    double hazards =
        won * won * hazardVariance[0] - 2 * won * hazardVariance[1] + hazardVariance[2];
    double variance = hazards + stepVariance - 2 * (won * covariance[0] - covariance[1]);
    return Math.sqrt(Math.max(variance, 0));
  }
}
