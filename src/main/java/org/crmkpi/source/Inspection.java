package org.crmkpi.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks at everything that a feed delivered before a single row is loaded. */
final class Inspection {
  private final Source source;
  private final Feed feed;
  private final SourceListing listing;
  private final FeedHistory history;
  private final List<String> refusals = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  private Inspection(Source source, Feed feed, SourceListing listing, FeedHistory history) {
    this.source = source;
    this.feed = feed;
    this.listing = listing;
    this.history = history;
  }

  static Intake of(
      Source source, Feed feed, SourceListing listing, FeedHistory history, Horizon run) {
    Inspection inspection = new Inspection(source, feed, listing, history);
    List<Arrival> arrivals =
        listing.files(feed).stream().map(file -> inspection.arrival(file, run)).toList();
    Intake intake =
        new Intake(feed, history, run, arrivals, inspection.refusals, inspection.notices);
    inspection.judge(intake);
    return intake;
  }

  private Arrival arrival(SourceFile file, Horizon run) {
    String delivery = feed.namesDeliveries() ? file.delivery() : unnamed(run);
    Optional<Listed> unchanged = history.unchanged(file);
    String content = unchanged.map(Listed::content).orElseGet(() -> content(file));
    Optional<Listed> known = history.known(content);
    Optional<FileProbe> probe =
        known.isPresent() ? Optional.empty() : Optional.of(FileProbe.of(file.path(), feed.shape()));
    return new Arrival(file, delivery, content, known, probe);
  }

  /** Changes without a name of their own are ordered by the day for which they were loaded. */
  private String unnamed(Horizon run) {
    return feed.isFull() ? "" : run.asOf() + " " + run.load();
  }

  private void judge(Intake intake) {
    intake.arrivals().forEach(this::judge);
    if (intake.arrivals().isEmpty()) {
      absent("no file matches '%s' in %s".formatted(feed.path(), source.directory()));
      return;
    }
    markers(intake);
    if (intake.usable().isEmpty() && history.isEmpty()) {
      absent("no file of it can be read");
    }
    Map<String, List<Arrival>> deliveries =
        intake.usable().stream()
            .collect(Collectors.groupingBy(Arrival::delivery, TreeMap::new, Collectors.toList()));
    deliveries.forEach(this::judgeRows);
  }

  private void judge(Arrival arrival) {
    String name = arrival.file().name();
    arrival
        .probe()
        .ifPresent(
            probe -> {
              probe.refusals().forEach(why -> refuse("%s %s".formatted(name, why)));
              probe.damage().ifPresent(why -> note("%s was rejected: %s".formatted(name, why)));
              if (!probe.extraColumns().isEmpty()) {
                note("%s has unknown columns %s".formatted(name, probe.extraColumns()));
              }
            });
  }

  private void judgeRows(String delivery, List<Arrival> files) {
    boolean isRefused =
        files.stream()
            .flatMap(each -> each.probe().stream())
            .anyMatch(probe -> !probe.refusals().isEmpty());
    if (!isRefused && files.stream().noneMatch(Arrival::hasRows)) {
      absent("%s has a header, but no row".formatted(files.get(0).file().name()));
    }
  }

  private void markers(Intake intake) {
    feed.doneMarker()
        .ifPresent(
            marker ->
                intake.arrivals().stream()
                    .map(each -> marker.replace(Feed.DELIVERY, each.file().delivery()))
                    .distinct()
                    .filter(name -> !listing.has(name))
                    .forEach(name -> refuse("the done marker " + name + " is missing")));
  }

  private void absent(String what) {
    if (feed.required()) {
      refuse(what);
    } else {
      note(what + "; the feed is optional");
    }
  }

  private void refuse(String what) {
    refusals.add("feed " + feed.shown() + ": " + what);
  }

  private void note(String what) {
    notices.add("feed " + feed.shown() + ": " + what);
  }

  private static String content(SourceFile file) {
    try {
      return file.content();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
