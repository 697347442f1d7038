package org.crmkpi.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a feed has delivered so far, and which of it counts. The order of loading does not matter.
 */
final class FeedHistory {
  private static final Comparator<Listed> FIRST =
      Comparator.comparing(Listed::delivery).thenComparing(Listed::file);

  private static final Comparator<Listed> BY_DAY =
      Comparator.comparing(Listed::asOf).thenComparing(Listed::listedIn);

  private final Feed feed;
  private final List<Listed> lines;

  private FeedHistory(Feed feed, List<Listed> lines) {
    this.feed = feed;
    this.lines = lines;
  }

  /**
   * The history without the listings whose rows never arrived.
   *
   * @param locations where rows lie in the raw table
   */
  static FeedHistory of(Feed feed, List<Listed> register, Set<String> locations) {
    List<Listed> own =
        register.stream()
            .filter(line -> line.source().equals(feed.source()))
            .filter(line -> line.feed().equals(feed.name()))
            .toList();
    Set<String> broken = new HashSet<>();
    own.stream()
        .filter(line -> !line.location().isEmpty() && !locations.contains(line.location()))
        .forEach(line -> broken.add(line.listedIn()));
    return new FeedHistory(
        feed, own.stream().filter(line -> !broken.contains(line.listedIn())).toList());
  }

  /** The history with the listings of another load. */
  FeedHistory with(List<Listed> more) {
    return new FeedHistory(feed, Stream.concat(lines.stream(), more.stream()).toList());
  }

  List<Listed> lines() {
    return lines;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** A line with that content, if it was ever loaded. */
  Optional<Listed> known(String content) {
    return lines.stream().filter(line -> line.content().equals(content)).min(FIRST);
  }

  /** The line of a file that was listed before and was not written to since. */
  Optional<Listed> unchanged(SourceFile file) {
    return lines.stream()
        .filter(line -> line.file().equals(file.name()))
        .filter(line -> line.bytes() == file.bytes() && line.modifiedAt() == file.modifiedAt())
        .findFirst();
  }

  /** In how many places of deliveries a content was listed. */
  long placesOf(String content) {
    return lines.stream()
        .filter(line -> line.content().equals(content))
        .map(line -> List.of(line.delivery(), line.file()))
        .distinct()
        .count();
  }

  /** Content by file, as last listed for a delivery. */
  Map<String, String> listing(String delivery) {
    return listing(delivery, lines.stream());
  }

  /** Content by file, as last listed for a delivery within the horizon. */
  Map<String, String> listing(String delivery, Horizon horizon) {
    return listing(delivery, lines.stream().filter(horizon::sees));
  }

  private Map<String, String> listing(String delivery, Stream<Listed> of) {
    return newest(of.filter(line -> line.delivery().equals(delivery)).toList()).stream()
        .collect(Collectors.toMap(Listed::file, Listed::content));
  }

  /**
   * The contents whose rows count within the horizon, each once, under its first delivery and file:
   * those of the newest full delivery, or all that ever told of a change.
   */
  List<Listed> counting(Horizon horizon) {
    Map<String, List<Listed>> byDelivery =
        lines.stream()
            .filter(horizon::sees)
            .collect(Collectors.groupingBy(Listed::delivery, TreeMap::new, Collectors.toList()));
    Stream<Listed> listed =
        byDelivery.entrySet().stream()
            .filter(each -> !feed.isFull() || each.getKey().equals(lastKey(byDelivery)))
            .flatMap(each -> newest(each.getValue()).stream());
    Map<String, Listed> first = new TreeMap<>();
    listed.forEach(line -> first.merge(line.content(), line, FeedHistory::earlier));
    return first.values().stream().sorted(FIRST).toList();
  }

  /**
   * The newest listing of one delivery; of changes, the newest listing of each file. Newest is what
   * was listed for the latest day, whatever the order of the runs.
   */
  private Collection<Listed> newest(List<Listed> delivery) {
    Optional<Listed> last = delivery.stream().max(BY_DAY);
    if (feed.isFull()) {
      return delivery.stream()
          .filter(line -> last.get().listedIn().equals(line.listedIn()))
          .toList();
    }
    Map<String, Listed> byFile = new TreeMap<>();
    delivery.forEach(line -> byFile.merge(line.file(), line, FeedHistory::later));
    return byFile.values();
  }

  private static String lastKey(Map<String, List<Listed>> byDelivery) {
    return ((TreeMap<String, List<Listed>>) byDelivery).lastKey();
  }

  private static Listed earlier(Listed one, Listed other) {
    return FIRST.compare(one, other) <= 0 ? one : other;
  }

  private static Listed later(Listed one, Listed other) {
    return BY_DAY.compare(one, other) >= 0 ? one : other;
  }
}
