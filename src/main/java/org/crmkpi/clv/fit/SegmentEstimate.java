package org.crmkpi.clv.fit;

import java.util.List;

/**
 * The estimate that a segment uses.
 *
 * @param segment the path of the segment, from the general to the special
 * @param level the path of the customers that the estimate rests on: the segment itself or a
 *     beginning of its path; empty for all customers
 * @param estimate the estimate, which has converged
 */
public record SegmentEstimate(List<String> segment, List<String> level, Estimate estimate) {
  public SegmentEstimate {
    segment = List.copyOf(segment);
    level = List.copyOf(level);
    if (!segment.subList(0, Math.min(level.size(), segment.size())).equals(level)) {
      throw new IllegalArgumentException("%s is no level of %s".formatted(level, segment));
    }
  }
}
