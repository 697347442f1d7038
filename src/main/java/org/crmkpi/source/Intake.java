package org.crmkpi.source;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a load found for one feed.
 *
 * @param run as-of and id of the load
 * @param refusals why the night cannot go on
 * @param notices what somebody should know, though the night goes on
 */
record Intake(
    Feed feed,
    FeedHistory history,
    Horizon run,
    List<Arrival> arrivals,
    List<String> refusals,
    List<String> notices) {

  /** Files that can be loaded: no damage, and no damage beside them in a full delivery. */
  List<Arrival> usable() {
    List<String> damaged =
        arrivals.stream().filter(each -> each.damage().isPresent()).map(Arrival::delivery).toList();
    return arrivals.stream()
        .filter(each -> each.damage().isEmpty() && each.file().bytes() > 0)
        .filter(each -> !feed.isFull() || !damaged.contains(each.delivery()))
        .toList();
  }

  /** New deliveries that sort before the newest one that was loaded, with that one. */
  Map<String, String> late() {
    Map<String, String> late = new TreeMap<>();
    history
        .newestDelivery(run)
        .ifPresent(
            newest ->
                arrivals.stream()
                    .filter(each -> each.delivery().compareTo(newest) < 0)
                    .filter(each -> history.listing(each.delivery()).isEmpty())
                    .forEach(each -> late.put(each.file().delivery(), newest)));
    return late;
  }

  /** One file for each content that was never loaded. */
  Collection<Arrival> fresh() {
    Map<String, Arrival> byContent = new LinkedHashMap<>();
    usable().stream()
        .filter(Arrival::isNew)
        .forEach(each -> byContent.putIfAbsent(each.content(), each));
    return byContent.values();
  }

  /** Listings of files that were read again though they hold what they held. */
  List<Listed> touched(Instant at) {
    return usable().stream()
        .flatMap(each -> history.touched(each.file(), each.content(), at).stream())
        .toList();
  }

  /** Files whose place in their delivery the register does not know yet. */
  List<Arrival> unlisted() {
    if (!feed.isFull() && !feed.namesDeliveries()) {
      return usable().stream().filter(each -> each.isNew() || isToldAgain(each)).toList();
    }
    Map<String, List<Arrival>> byDelivery =
        usable().stream().collect(Collectors.groupingBy(Arrival::delivery));
    return byDelivery.entrySet().stream()
        .flatMap(each -> unlisted(each.getKey(), each.getValue()))
        .toList();
  }

  /**
   * A listing that holds for the day of the run, or for the newest day, need not be repeated; and
   * what was loaded for a later day is not told of an earlier one.
   */
  private Stream<Arrival> unlisted(String delivery, List<Arrival> files) {
    Map<String, String> newest = history.listing(delivery);
    Map<String, String> then = history.listing(delivery, run);
    if (feed.isFull()) {
      Map<String, String> found =
          files.stream().collect(Collectors.toMap(each -> each.file().name(), Arrival::content));
      boolean isOfLaterDay =
          files.stream().noneMatch(Arrival::isNew) && files.stream().anyMatch(this::isOfLaterDay);
      return isOfLaterDay || found.equals(newest) || found.equals(then)
          ? Stream.of()
          : files.stream();
    }
    return files.stream()
        .filter(each -> !isOfLaterDay(each))
        .filter(each -> !each.content().equals(newest.get(each.file().name())))
        .filter(each -> !each.content().equals(then.get(each.file().name())));
  }

  /** True for known content in a file that had another one, or that was not there before. */
  private boolean isToldAgain(Arrival arrival) {
    String file = arrival.file().name();
    Optional<String> told = Optional.of(arrival.content());
    return !isOfLaterDay(arrival)
        && !history.last(file, every -> true).equals(told)
        && !history.last(file, run::sees).equals(told)
        && !history.isMoved(arrival.file(), arrival.content());
  }

  private boolean isOfLaterDay(Arrival arrival) {
    return arrival.known().isPresent()
        && history.told(arrival.content()).stream().allMatch(run::isBefore);
  }
}
