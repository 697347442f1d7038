package org.crmkpi.source;

import java.util.List;

/** What a load left behind: every feed of every source, as the mapping and the ledger need it. */
public final class LoadedSources {
  private final Horizon run;
  private final List<LoadedFeed> feeds;

  LoadedSources(Horizon run, List<LoadedFeed> feeds) {
    this.run = run;
    this.feeds = feeds;
  }

  /** What somebody should know though the night goes on: absent optional feeds, broken files. */
  public List<String> notices() {
    return feeds.stream().flatMap(feed -> feed.notices().stream()).toList();
  }

  /** True when the load brought rows that no load before it had. */
  public boolean hasNewRows() {
    return feeds.stream().anyMatch(feed -> !feed.fresh().isEmpty());
  }

  /** Upper bound of the rows that count, over all feeds. */
  public long countingRows() {
    return feeds.stream().mapToLong(LoadedFeed::countingRows).sum();
  }

  String loadId() {
    return run.load();
  }

  Horizon run() {
    return run;
  }

  /** What a run then saw of a source. */
  Horizon horizon(String source, Horizon then) {
    return then.over(
        feeds.stream()
            .filter(each -> each.feed().source().equals(source))
            .flatMap(each -> each.history().lines().stream())
            .toList());
  }

  List<LoadedFeed> feeds() {
    return feeds;
  }

  List<LoadedFeed> feeds(Source source) {
    return feeds.stream().filter(each -> each.feed().source().equals(source.name())).toList();
  }
}
