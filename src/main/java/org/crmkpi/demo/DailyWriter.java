package org.crmkpi.demo;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/**
 * Writes what happens day by day whoever buys: bookings of cost, and the use of the CRM. A new
 * customer costs about 118 euro at the start and 92 at the end, 55 in 100 of it for marketing.
 */
final class DailyWriter {
  /** From here on operations cost a fifth less. */
  static final LocalDate CRM_LIVE_ON = LocalDate.of(2024, 7, 1);

  private final World world;
  private final Feeds feeds;

  DailyWriter(World world, Feeds feeds) {
    this.world = world;
    this.feeds = feeds;
  }

  void write() {
    LocalDate last = world.timeline().lastNight();
    for (LocalDate day = Timeline.FIRST_DAY; !day.isAfter(last); day = day.plusDays(1)) {
      marketing(day);
      if (day.getDayOfMonth() == 28) {
        monthly(day);
      }
      if (day.getDayOfWeek() != DayOfWeek.SUNDAY) {
        logins(day);
      }
    }
  }

  /** Cents that the newcomers of {@code day} cost. */
  private double newcomers(LocalDate day) {
    double passed =
        (double) (day.toEpochDay() - Timeline.FIRST_DAY.toEpochDay())
            / (Timeline.LAST_OF_HISTORY.toEpochDay() - Timeline.FIRST_DAY.toEpochDay());
    double expected = world.settings().customers() * world.season().share(day.toEpochDay());
    return expected * (11_800 - 2_600 * passed);
  }

  private void marketing(LocalDate day) {
    for (int channel = 0; channel < Campaigns.CHANNELS.size(); channel++) {
      Campaign campaign = world.campaigns().running(channel, day.toEpochDay());
      double euroCents = newcomers(day) * 0.55 * campaign.weight() / 100;
      boolean dollars = "search".equals(campaign.channel());
      book(
          day,
          "marketing",
          campaign.id(),
          campaign.channel(),
          Math.round(dollars ? euroCents * 1.1 : euroCents),
          dollars ? "USD" : "EUR");
    }
    if (day.equals(Campaigns.PILOT.startedOn())) {
      long members = Pilot.blocks(world.settings().customers()) * Pilot.BLOCK / 2;
      book(day, "marketing", Campaigns.PILOT.id(), "email", members * 500, "EUR");
    }
  }

  private void monthly(LocalDate day) {
    double month = newcomers(day) * 30.4;
    double live = day.isBefore(CRM_LIVE_ON) ? 1.0 : 0.8;
    book(day, "sales", "", "", Math.round(month * 0.45), "EUR");
    book(day, "retention", "", "", Math.round(world.settings().customers() * 35.0), "EUR");
    book(day, "operations", "", "", Math.round(world.settings().customers() * 150.0 * live), "EUR");
    book(day, "marketing", "", "", Math.round(month * -0.01), "EUR");
  }

  private void book(
      LocalDate day, String kind, String campaign, String channel, long cents, String currency) {
    String id = "B" + day + "-" + kind.charAt(0) + "-" + (channel.isEmpty() ? "all" : channel);
    feeds
        .to(Feed.COSTS)
        .change(
            day.toEpochDay() * Times.DAY + 18 * 3600,
            campaign.equals(Campaigns.PILOT.id()) ? id + "-pilot" : id,
            kind,
            campaign,
            channel,
            day.toString(),
            Money.text(cents),
            currency);
  }

  /** Three users in four log in on a day; each then creates or updates a record. */
  private void logins(LocalDate day) {
    Dice dice = Dice.of(world.seed(), Topic.USERS, day.toEpochDay());
    for (int user = 0; user < world.staff().size(); user++) {
      if (dice.chance(0.75)) {
        event(day, user, "login", "", dice.moment(day.toEpochDay()));
        String kind = dice.chance(0.4) ? "create" : "update";
        String entity = dice.pick(List.of("opportunity", "lead", "customer", "case"));
        event(day, user, kind, entity, dice.moment(day.toEpochDay()));
      }
    }
  }

  private void event(LocalDate day, int user, String kind, String entity, long at) {
    String id = "E" + day.toEpochDay() + "-" + user + "-" + kind.charAt(0);
    feeds.to(Feed.USER_EVENTS).change(at, id, Staff.id(user), kind, entity, Times.text(at));
  }
}
