package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** When each customer buys. */
final class Purchases {
  private final World world;
  private final Habits habits;

  Purchases(World world, Habits habits) {
    this.world = world;
    this.habits = habits;
  }

  /** The purchases of {@code customer} up to the horizon, in the order of their numbers. */
  List<Purchase> of(Customer customer) {
    Made made = new Made(new ArrayList<>());
    if (!world.timeline().plans(customer.firstOrderAt())) {
      return made.all();
    }
    Dice dice = Dice.of(world.seed(), Topic.PURCHASES, customer.number());
    switch (customer.cast()) {
      case CLUB -> club(dice, customer, made);
      case PILOT -> pilot(dice, customer, made);
      case COMPANY -> company(dice, customer, made);
      case PERSON -> {
        made.add(customer.firstOrderAt());
        habits.comeBack(dice, customer.firstOrderAt(), made::add);
      }
    }
    return made.all();
  }

  private void club(Dice dice, Customer customer, Made made) {
    made.add(customer.firstOrderAt());
    LocalDate month = Club.cohort(customer.number());
    LocalDate last = world.timeline().horizon();
    for (int age = 1; !month.plusMonths(age).isAfter(last); age++) {
      if (Club.buys(customer.number(), age)) {
        long at = dice.moment(month.plusMonths(age).toEpochDay() + dice.between(0, 24));
        made.add(at);
        if (dice.chance(0.15)) {
          made.add(at + 3_600);
        }
      }
    }
  }

  private static void pilot(Dice dice, Customer customer, Made made) {
    long start = Campaigns.PILOT.startedOn().toEpochDay();
    made.add(customer.firstOrderAt());
    made.add(dice.moment(start - 230 + dice.between(0, 20)));
    for (int order = 0; order < Pilot.ordersBefore(customer.number()); order++) {
      made.add(dice.moment(start - dice.between(2, 27)));
    }
    for (int order = 0; order < Pilot.ordersAfter(customer.number()); order++) {
      made.add(dice.moment(start + dice.between(2, 27)));
    }
    made.add(dice.moment(start + 140 + dice.between(0, 60)));
  }

  private void company(Dice dice, Customer customer, Made made) {
    for (Deal deal : customer.deals()) {
      long at = deal.closedAt() + 1_800;
      if (deal.won() && world.timeline().plans(at)) {
        made.add(at, deal.id(), deal.amountCents());
      }
    }
    habits.comeBack(dice, customer.firstOrderAt(), made::add);
  }

  /** Numbers the purchases as they are made. */
  private record Made(List<Purchase> all) {

    void add(long at) {
      add(at, "", 0);
    }

    void add(long at, String dealId, long valueCents) {
      all.add(new Purchase(all.size() + 1, at, dealId, valueCents));
    }
  }
}
