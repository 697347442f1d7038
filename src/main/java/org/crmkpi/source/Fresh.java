package org.crmkpi.source;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one load added to a feed.
 *
 * @param horizon what that load saw
 * @param lines one for each content that no load before it had
 * @param again listings of content that was there before, or is there under another name
 */
record Fresh(LoadedFeed feed, Horizon horizon, List<Listed> lines, List<Listed> again) {
  /** With the horizon that the load had over its source. */
  Fresh over(LoadedSources loaded) {
    return new Fresh(feed, loaded.horizon(feed.feed().source(), horizon), lines, again);
  }

  /** All listings of the load. */
  List<Listed> all() {
    return Stream.concat(lines.stream(), again.stream()).toList();
  }

  String load() {
    return horizon.load();
  }

  /** The contents that counted once they were loaded. */
  List<Listed> counting() {
    return feed.counting(horizon);
  }
}
