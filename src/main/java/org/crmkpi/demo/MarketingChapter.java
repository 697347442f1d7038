package org.crmkpi.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes touches and who was targeted by which campaign. */
final class MarketingChapter implements Chapter {
  private static final long OPENED = Timeline.FIRST_DAY.toEpochDay();

  private final World world;
  private final Purchases purchases;
  private final Leads leads;
  private final Feeds feeds;

  MarketingChapter(World world, Purchases purchases, Leads leads, Feeds feeds) {
    this.world = world;
    this.purchases = purchases;
    this.leads = leads;
    this.feeds = feeds;
  }

  @Override
  public void tell(Customer customer) {
    Dice dice = Dice.of(world.seed(), Topic.TOUCHES, customer.number());
    Told told = new Told(customer, new ArrayList<>(), new LinkedHashMap<>());
    if (world.timeline().plans(customer.createdAt())) {
      beforeTheFirstOrder(dice, told);
      for (Purchase purchase : purchases.of(customer)) {
        if (purchase.sequence() > 1 && dice.chance(0.3)) {
          long at = dice.moment(Math.max(OPENED, Times.dayOf(purchase.at()) - dice.between(1, 14)));
          paid(told, dice.chance(0.7) ? 2 : dice.between(0, 4), at);
        }
      }
    }
    forLeads(dice, customer);
    members(dice, told);
  }

  /**
   * What has been told of one customer: the moments of its touches, and the first response to each
   * campaign.
   */
  private record Told(Customer customer, List<Long> touches, Map<String, Long> responses) {}

  /**
   * One to four touches in the two months before; the last is of the channel that won the customer.
   */
  private void beforeTheFirstOrder(Dice dice, Told told) {
    Customer customer = told.customer();
    long created = Times.dayOf(customer.createdAt());
    int earlier = dice.weighted(0.35, 0.70, 0.90, 1.0);
    for (int touch = 0; touch < earlier; touch++) {
      long at = dice.moment(Math.max(OPENED, created - dice.between(3, 60)));
      if (dice.chance(0.75)) {
        paid(told, Campaigns.channel(dice), at);
      } else {
        touch(told, "", "direct", at);
      }
    }
    if (!customer.channel().isEmpty()) {
      long at = customer.createdAt() - dice.between(1, 20) * 60L;
      touch(told, customer.campaignId(), customer.channel(), at);
    }
  }

  private void paid(Told told, int channel, long at) {
    Campaign campaign = world.campaigns().running(channel, Times.dayOf(at));
    touch(told, campaign.id(), campaign.channel(), at);
  }

  private void touch(Told told, String campaignId, String channel, long at) {
    told.touches().add(at);
    if (!campaignId.isEmpty()) {
      told.responses().merge(campaignId, at, Math::min);
    }
    String id = "T" + told.customer().number() + "-" + told.touches().size();
    write(id, told.customer().id(), "", campaignId, channel, at);
  }

  /** Leads are touched before anybody knows that they become customers. */
  private void forLeads(Dice dice, Customer customer) {
    for (Lead lead : leads.of(customer)) {
      long at = lead.createdAt() - dice.between(1, 30) * 60L;
      Campaign campaign = world.campaigns().running(Campaigns.channel(dice), Times.dayOf(at));
      write("T" + lead.id(), "", lead.id(), campaign.id(), campaign.channel(), at);
      if (dice.chance(0.5)) {
        member(campaign.id(), "", lead.id(), at - 3_600, true, at);
      }
    }
  }

  private void write(
      String id, String customer, String lead, String campaign, String channel, long at) {
    feeds.to(Feed.TOUCHES).change(at, id, customer, lead, campaign, channel, Times.utcText(at));
  }

  private void members(Dice dice, Told told) {
    Customer customer = told.customer();
    told.responses()
        .forEach((campaign, at) -> member(campaign, customer.id(), "", at - 3_600, true, at));
    if (customer.cast() == Customer.Cast.PILOT) {
      pilot(dice, customer);
    } else if (customer.cast() != Customer.Cast.CLUB && dice.chance(0.3)) {
      ignored(dice, told);
    }
  }

  /** Targeted by mail and not moved by it. */
  private void ignored(Dice dice, Told told) {
    long day = world.season().day(dice);
    String campaign = world.campaigns().running(2, day).id();
    boolean known = told.customer().createdAt() < day * Times.DAY;
    if (known && !told.responses().containsKey(campaign)) {
      boolean reached = dice.chance(0.9);
      member(campaign, told.customer().id(), "", dice.moment(day), reached, Times.NEVER);
    }
  }

  private void pilot(Dice dice, Customer customer) {
    if (Pilot.isMember(customer.number())) {
      long at = Campaigns.PILOT.startedOn().toEpochDay() * Times.DAY + 8 * 3600;
      long responded =
          dice.chance(0.4) ? dice.moment(Times.dayOf(at) + dice.between(1, 9)) : Times.NEVER;
      member(Campaigns.PILOT.id(), customer.id(), "", at, true, responded);
    }
  }

  private void member(
      String campaign,
      String customer,
      String lead,
      long addedAt,
      boolean reached,
      long responded) {
    feeds
        .to(Feed.CAMPAIGN_MEMBERS)
        .change(
            responded == Times.NEVER ? addedAt : responded,
            campaign,
            customer + lead,
            customer,
            lead,
            Times.text(addedAt),
            Boolean.toString(reached),
            Times.text(responded));
  }
}
