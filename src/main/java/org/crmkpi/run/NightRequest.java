package org.crmkpi.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * One run as it was asked for.
 *
 * @param runId sorts by time
 * @param sources names of the sources
 */
public record NightRequest(
    String runId, Arguments arguments, List<String> sources, Instant startedAt) {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** A request that starts now and is named by that instant. */
  public static NightRequest at(Instant now, Arguments arguments, List<String> sources) {
    return new NightRequest(NAME.format(now), arguments, sources, now);
  }
}
