package org.crmkpi.source;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    String delivery =
        feed.namesDeliveries()
            ? feed.deliveryNames().sorted(file.delivery()).orElse(file.delivery())
            : unnamed(run);
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
      absent(
          "no file matches '%s' in %s%s"
              .formatted(feed.path(), source.directory(), compressed().orElse("")));
      return;
    }
    markers(intake);
    if (feed.namesDeliveries() && (feed.isFull() || feed.hasVersions())) {
      order(intake);
    }
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
              boolean isEmpty = arrival.file().bytes() == 0;
              probe
                  .refusals()
                  .forEach(
                      why -> {
                        String what = "%s %s".formatted(name, why);
                        if (isEmpty) {
                          absent(what);
                        } else {
                          refuse(what);
                        }
                      });
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
      boolean isCsv = feed.shape().format() == FileShape.Format.CSV;
      absent(
          "%s %s"
              .formatted(
                  files.get(0).file().name(), isCsv ? "has a header, but no row" : "has no row"));
    }
  }

  /** Says so when what is asked for is there under the name of a compressed file. */
  private Optional<String> compressed() {
    return listing.names(feed.path() + ".gz").stream()
        .findFirst()
        .map(name -> "; there is %s: ask for '%s.gz'".formatted(name, feed.path()));
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

  /** The last delivery decides, so what is last must be certain. */
  private void order(Intake intake) {
    DeliveryNames names = feed.deliveryNames();
    Set<String> found =
        intake.arrivals().stream()
            .map(each -> each.file().delivery())
            .collect(toCollection(TreeSet::new));
    found.stream()
        .filter(name -> names.sorted(name).isEmpty())
        .forEach(
            name ->
                refuse(
                    "the name of delivery '%s' is not of the form '%s' that delivery_format states"
                        .formatted(name, names.format().orElse(""))));
    names
        .unordered(found)
        .ifPresent(
            name ->
                refuse(
                    "names like that of delivery '%s' do not sort by time as text; state delivery_format"
                        .formatted(name)));
    intake
        .late()
        .forEach(
            (late, newest) ->
                note(
                    "delivery '%s' is new, but sorts before '%s', which was loaded already"
                        .formatted(late, newest)));
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
