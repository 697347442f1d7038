package org.crmkpi.demo;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The feeds that one writing thread owns. */
final class Feeds implements AutoCloseable {
  private final Map<Feed, FeedFiles> files = new EnumMap<>(Feed.class);

  Feeds(Path dir, DemoSettings settings, Set<Feed> owned) {
    owned.forEach(feed -> files.put(feed, new FeedFiles(dir, feed, settings)));
  }

  boolean owns(Feed feed) {
    return files.containsKey(feed);
  }

  FeedFiles to(Feed feed) {
    return files.get(feed);
  }

  /** Rows written by feed and delivery. */
  Map<Feed, List<Long>> rows() {
    Map<Feed, List<Long>> rows = new EnumMap<>(Feed.class);
    files.forEach((feed, written) -> rows.put(feed, written.rows()));
    return rows;
  }

  @Override
  public void close() {
    files.values().forEach(FeedFiles::close);
  }
}
