package org.crmkpi.source;

import java.util.List;

/**
 * What one load added to a feed.
 *
 * @param horizon what that load saw
 * @param lines one for each content
 */
record Fresh(LoadedFeed feed, Horizon horizon, List<Listed> lines) {
  /** With the horizon that the load had over its source. */
  Fresh over(LoadedSources loaded) {
    return new Fresh(feed, loaded.horizon(feed.feed().source(), horizon), lines);
  }

  String load() {
    return horizon.load();
  }

  /** The contents that counted once they were loaded. */
  List<Listed> counting() {
    return feed.counting(horizon);
  }
}
