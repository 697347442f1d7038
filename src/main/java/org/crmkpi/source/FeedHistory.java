package org.crmkpi.source;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
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
  private final Map<String, List<Listed>> byFile;
  private final Map<String, List<Listed>> byContent;

  private FeedHistory(Feed feed, List<Listed> lines) {
    this.feed = feed;
    this.lines = lines;
    this.byFile = lines.stream().collect(Collectors.groupingBy(Listed::file));
    this.byContent = lines.stream().collect(Collectors.groupingBy(Listed::content));
  }

  /**
   * The history without the listings whose rows never arrived.
   *
   * @param locations where rows lie in the raw table
   */
  static FeedHistory of(Feed feed, List<Listed> register, Set<String> locations) {
    Map<List<String>, Listed> newest = new LinkedHashMap<>();
    register.stream()
        .filter(line -> line.source().equals(feed.source()))
        .filter(line -> line.feed().equals(feed.name()))
        .map(line -> line.in(feed.deliveryNames()))
        .forEach(line -> newest.merge(line.identity(), line, FeedHistory::lookedAtLast));
    List<Listed> own = List.copyOf(newest.values());
    Set<String> broken = new HashSet<>();
    own.stream()
        .filter(line -> !line.location().isEmpty() && !locations.contains(line.location()))
        .forEach(line -> broken.add(line.listedIn()));
    return new FeedHistory(
        feed, own.stream().filter(line -> !broken.contains(line.listedIn())).toList());
  }

  private static Listed lookedAtLast(Listed one, Listed other) {
    return one.listedAt() >= other.listedAt() ? one : other;
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
    return told(content).stream().min(FIRST);
  }

  /** The line of a file that was listed before and was not touched since. */
  Optional<Listed> unchanged(SourceFile file) {
    return linesOf(file.name()).stream()
        .filter(line -> line.bytes() == file.bytes() && line.modifiedAt() == file.modifiedAt())
        .filter(line -> file.changedAt() < line.listedAt())
        .findFirst();
  }

  /**
   * The listing of a file that was touched, or copied with all that is known of it, and holds the
   * bytes that were listed: once renewed, the file need not be read again.
   */
  Optional<Listed> touched(SourceFile file, String content, Instant at) {
    return Optional.of(file)
        .filter(each -> each.changedAt() < at.toEpochMilli())
        .filter(each -> unchanged(each).isEmpty())
        .flatMap(each -> linesOf(each.name()).stream().max(BY_DAY))
        .filter(line -> line.content().equals(content))
        .map(line -> line.seen(file, at));
  }

  /** True when a content was listed more than once: in other places, or in its own again. */
  boolean isListedAgain(String content) {
    return told(content).size() > 1;
  }

  /** What a file had when it was last listed, in any delivery. */
  Optional<String> last(String file, Predicate<Listed> seen) {
    return linesOf(file).stream().filter(seen).max(BY_DAY).map(Listed::content);
  }

  /** True for a file that was listed under another name and moved: its time is the same. */
  boolean isMoved(SourceFile file, String content) {
    return linesOf(file.name()).isEmpty()
        && told(content).stream().anyMatch(line -> line.modifiedAt() == file.modifiedAt());
  }

  /** The lines of a file, in any delivery. */
  private List<Listed> linesOf(String file) {
    return byFile.getOrDefault(file, List.of());
  }

  /** The lines with a content, in any file. */
  List<Listed> told(String content) {
    return byContent.getOrDefault(content, List.of());
  }

  /** The delivery that sorts last of those within the horizon. */
  Optional<String> newestDelivery(Horizon horizon) {
    return lines.stream().filter(horizon::sees).map(Listed::delivery).max(String::compareTo);
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
   * The contents whose rows count within the horizon, each once: those of the newest full delivery,
   * or all that ever told of a change. Where keys have versions, a content that is delivered again
   * counts under its last delivery, so a state that comes back is the newest one; a copy within a
   * delivery counts under its first file.
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
    Map<String, Listed> placed = new TreeMap<>();
    listed
        .filter(line -> line.rowsRead() > 0)
        .forEach(line -> placed.merge(line.content(), line, this::place));
    return placed.values().stream().sorted(FIRST).toList();
  }

  /** What counted on each day from which other contents counted than before. */
  NavigableMap<LocalDate, List<Listed>> countingByDay(Horizon horizon) {
    NavigableMap<LocalDate, List<Listed>> byDay = new TreeMap<>();
    String before = FeedChange.digest(feed, List.of());
    List<LocalDate> days =
        lines.stream().filter(horizon::sees).map(this::toldOn).distinct().sorted().toList();
    for (LocalDate day : days) {
      List<Listed> until = lines.stream().filter(line -> !toldOn(line).isAfter(day)).toList();
      List<Listed> counting = new FeedHistory(feed, until).counting(horizon);
      String digest = FeedChange.digest(feed, counting);
      if (!digest.equals(before)) {
        byDay.put(day, counting);
        before = digest;
      }
    }
    return byDay;
  }

  /** The day that the delivery names; as-of of the load where it names none. */
  private LocalDate toldOn(Listed line) {
    return DeliveryNames.day(line.delivery()).orElse(line.asOf());
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

  private Listed place(Listed one, Listed other) {
    boolean isSameDelivery = one.delivery().equals(other.delivery());
    boolean isFirst = FIRST.compare(one, other) <= 0;
    boolean lastCounts = feed.hasVersions() && !isSameDelivery;
    return isFirst == lastCounts ? other : one;
  }

  private static Listed later(Listed one, Listed other) {
    return BY_DAY.compare(one, other) >= 0 ? one : other;
  }
}
