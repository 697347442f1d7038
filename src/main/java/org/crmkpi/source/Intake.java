package org.crmkpi.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a load found for one feed.
 *
 * @param refusals why the night cannot go on
 * @param notices what somebody should know, though the night goes on
 */
record Intake(
    Feed feed,
    FeedHistory history,
    List<Arrival> arrivals,
    List<String> refusals,
    List<String> notices) {

  /** Files that can be loaded: no damage, and no damage beside them in a full delivery. */
  List<Arrival> usable() {
    List<String> damaged =
        arrivals.stream().filter(each -> each.damage().isPresent()).map(Arrival::delivery).toList();
    return arrivals.stream()
        .filter(each -> each.damage().isEmpty())
        .filter(each -> !feed.isFull() || !damaged.contains(each.delivery()))
        .toList();
  }

  /** One file for each content that was never loaded. */
  Collection<Arrival> fresh() {
    Map<String, Arrival> byContent = new LinkedHashMap<>();
    usable().stream()
        .filter(Arrival::isNew)
        .forEach(each -> byContent.putIfAbsent(each.content(), each));
    return byContent.values();
  }

  /** Files whose place in their delivery the register does not know yet. */
  List<Arrival> unlisted() {
    if (!feed.isFull() && !feed.namesDeliveries()) {
      return List.copyOf(fresh());
    }
    Map<String, Map<String, String>> listings = new HashMap<>();
    List<Arrival> unlisted = new ArrayList<>();
    Map<String, List<Arrival>> byDelivery =
        usable().stream().collect(Collectors.groupingBy(Arrival::delivery));
    byDelivery.forEach(
        (delivery, files) -> {
          Map<String, String> listed = listings.computeIfAbsent(delivery, history::listing);
          Map<String, String> found =
              files.stream()
                  .collect(Collectors.toMap(each -> each.file().name(), Arrival::content));
          files.stream()
              .filter(
                  each ->
                      feed.isFull()
                          ? !found.equals(listed)
                          : !each.content().equals(listed.get(each.file().name())))
              .forEach(unlisted::add);
        });
    return unlisted;
  }
}
