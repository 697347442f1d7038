package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Five paid channels with one campaign a quarter each, and the pilot whose effect is planted. */
final class Campaigns {
  static final List<String> CHANNELS = List.of("search", "social", "email", "event", "partner");

  /** Shares of the channels in new customers and in marketing cost. */
  static final int[] WEIGHTS = {35, 25, 15, 10, 15};

  static final Campaign PILOT =
      new Campaign(
          "CMP-PILOT-2025",
          "Loyalty pilot \"We miss you\"",
          "email",
          LocalDate.of(2025, 10, 1),
          LocalDate.of(2025, 10, 14),
          0);

  private static final List<String> MOTTOS =
      List.of("Fresh start", "Spring, at last", "Summer \"light\"", "Harvest & gifts");

  private final List<Campaign> quarterly = new ArrayList<>();

  Campaigns(Timeline timeline) {
    LocalDate start = Timeline.FIRST_DAY;
    while (!start.isAfter(timeline.horizon())) {
      for (int channel = 0; channel < CHANNELS.size(); channel++) {
        quarterly.add(make(start, channel));
      }
      start = start.plusMonths(3);
    }
  }

  /** The index of a paid channel, drawn by its weight. */
  static int channel(Dice dice) {
    return dice.weighted(0.35, 0.60, 0.75, 0.85, 1.0);
  }

  /** All campaigns but the pilot, by quarter, then channel. */
  List<Campaign> quarterly() {
    return List.copyOf(quarterly);
  }

  /**
   * The campaign of {@code channel} that runs on {@code day}; the nearest one before or after all
   * quarters.
   */
  Campaign running(int channel, long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    int quarter =
        (date.getYear() - Timeline.FIRST_DAY.getYear()) * 4 + (date.getMonthValue() - 1) / 3;
    int known = Math.min(Math.max(quarter, 0), quarterly.size() / CHANNELS.size() - 1);
    return quarterly.get(known * CHANNELS.size() + channel);
  }

  private static Campaign make(LocalDate start, int channel) {
    int quarter = (start.getMonthValue() - 1) / 3;
    String name = CHANNELS.get(channel);
    return new Campaign(
        String.format(
            Locale.ROOT,
            "CMP-%d-Q%d-%s",
            start.getYear(),
            quarter + 1,
            name.toUpperCase(Locale.ROOT)),
        MOTTOS.get(quarter) + ", " + name + " " + start.getYear(),
        name,
        start,
        start.plusMonths(3).minusDays(1),
        WEIGHTS[channel]);
  }
}
