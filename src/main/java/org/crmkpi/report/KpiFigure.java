package org.crmkpi.report;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A KPI in its newest complete month.
 *
 * @param low lower end of the 95 % interval of value, as {@code high} is the upper one
 * @param hasMinimumSample false where the value rests on few cases
 * @param trend the values of the twelve months before and of this one, oldest first; NaN where a
 *     month has none
 */
public record KpiFigure(
    String kpi,
    String definition,
    String formula,
    String owner,
    String direction,
    String unit,
    boolean isHeadline,
    LocalDate month,
    double value,
    OptionalDouble low,
    OptionalDouble high,
    boolean hasMinimumSample,
    OptionalDouble previous,
    OptionalDouble yearBefore,
    List<Double> trend) {
  /** What a change of a KPI means to the business. */
  public enum Change {
    /** To the better. */
    BETTER,
    /** To the worse. */
    WORSE,
    /** Neither, or nothing changed. */
    NEITHER
  }

  /** What the change since another value means. */
  public Change since(double other) {
    if (value == other || direction.equals("neutral")) {
      return Change.NEITHER;
    }
    return value > other == direction.equals("up") ? Change.BETTER : Change.WORSE;
  }
}
