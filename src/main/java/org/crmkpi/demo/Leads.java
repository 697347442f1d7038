package org.crmkpi.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * The leads around a customer: those behind its deals, those that came to nothing, and the
 * newsletter.
 */
final class Leads {
  private static final double BEHIND_A_DEAL = 0.6;

  private final World world;

  Leads(World world) {
    this.world = world;
  }

  List<Lead> of(Customer customer) {
    Dice dice = Dice.of(world.seed(), Topic.LEADS, customer.number());
    List<Lead> leads = new ArrayList<>();
    for (Deal deal : customer.deals()) {
      if (dice.chance(BEHIND_A_DEAL)) {
        leads.add(behind(dice, customer, deal));
      }
    }
    if (customer.isCompany()) {
      cold(dice, customer, leads);
    } else if (dice.chance(0.2)) {
      long createdAt = dice.moment(Times.dayOf(customer.createdAt()) - dice.between(1, 60));
      leads.add(new Lead(id(customer, "n"), createdAt, Times.NEVER, customer.createdAt(), ""));
    }
    return leads;
  }

  /** The id that the lead of a deal has, if there is one. */
  private static String id(Customer customer, String suffix) {
    return "L" + customer.number() + "-" + suffix;
  }

  private static Lead behind(Dice dice, Customer customer, Deal deal) {
    long created = dice.moment(Times.dayOf(deal.createdAt()) - dice.between(2, 40));
    boolean first = deal.won() && deal.closedAt() == customer.createdAt();
    return new Lead(
        id(customer, Integer.toString(deal.sequence())),
        created,
        deal.createdAt(),
        first ? customer.createdAt() : Times.NEVER,
        deal.id());
  }

  private void cold(Dice dice, Customer customer, List<Lead> leads) {
    int count = dice.between(0, 4);
    for (int lead = 1; lead <= count; lead++) {
      long createdAt = dice.moment(world.season().day(dice));
      leads.add(new Lead(id(customer, "c" + lead), createdAt, Times.NEVER, Times.NEVER, ""));
    }
  }
}
