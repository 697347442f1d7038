package org.crmkpi.demo;

/**
 * The five stages of the pipeline. PROPOSE is the planted bottleneck: the longest stay and the
 * fewest who move on.
 */
enum Stage {
  QUALIFY("Qualify", 7, 0.88, 10),
  DISCOVER("Discover", 11, 0.85, 20),
  PROPOSE("Propose", 36, 0.60, 40),
  NEGOTIATE("Negotiate", 15, 0.87, 70),
  CONTRACT("Contract", 8, 0.90, 90);

  private final String label;
  private final double medianDays;
  private final double conversion;
  private final int winPercent;

  Stage(String label, double medianDays, double conversion, int winPercent) {
    this.label = label;
    this.medianDays = medianDays;
    this.conversion = conversion;
    this.winPercent = winPercent;
  }

  String label() {
    return label;
  }

  double medianDays() {
    return medianDays;
  }

  /** Share of the deals in this stage that move on. */
  double conversion() {
    return conversion;
  }

  /** The chance of winning that the CRM shows, 0 to 100. */
  int winPercent() {
    return winPercent;
  }
}
