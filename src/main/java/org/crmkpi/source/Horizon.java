package org.crmkpi.source;

import java.time.LocalDate;
import java.util.Collection;

/**
 * How far a run sees: the listings of loads up to its own, for days up to its as-of. What became
 * known for a later day does not count, so a run for a past day gives the same bytes each time.
 *
 * @param asOf the last day whose loads are seen
 * @param load the newest load that is seen; loads sort by time
 */
record Horizon(LocalDate asOf, String load) {
  /**
   * The horizon of a run over a source. A day before the first load of the source sees what that
   * load brought: somebody who begins today may look back.
   *
   * @param ofSource all listings of the source
   */
  Horizon over(Collection<Listed> ofSource) {
    return ofSource.stream()
        .filter(line -> line.listedIn().compareTo(load) <= 0)
        .map(Listed::asOf)
        .min(LocalDate::compareTo)
        .filter(asOf::isBefore)
        .map(first -> new Horizon(first, load))
        .orElse(this);
  }

  boolean sees(Listed line) {
    return !isBefore(line) && line.listedIn().compareTo(load) <= 0;
  }

  /** True when the listing is of a load for a later day. */
  boolean isBefore(Listed line) {
    return line.asOf().isAfter(asOf);
  }
}
