package org.crmkpi.demo;

import java.util.List;

/** Fills orders with lines and sends some of the lines back. */
final class Baskets {
  private static final List<String> REASONS =
      List.of("damaged", "too late", "wrong size", "not as described", "changed my mind");

  private final World world;
  private final Feeds feeds;

  Baskets(World world, Feeds feeds) {
    this.world = world;
    this.feeds = feeds;
  }

  /** One line of an order, priced in the currency of the customer. */
  private record Line(String id, String orderId, Product product, int quantity, long cents) {}

  /** Writes the lines of {@code orderId} and what comes back of them. */
  void fill(Dice dice, Customer customer, Purchase purchase, String orderId) {
    if (customer.cast() == Customer.Cast.PILOT) {
      Product product = world.products().all().get(21);
      write(
          purchase.at(), "sale", new Line(orderId + "-1", orderId, product, 1, Pilot.ORDER_CENTS));
    } else if (purchase.valueCents() > 0) {
      sell(dice, customer, purchase, ofDeal(dice, customer, purchase, orderId));
    } else {
      int lines = 1 + dice.weighted(0.55, 0.83, 0.95, 1.0);
      for (int line = 1; line <= lines; line++) {
        sell(dice, customer, purchase, ofBasket(dice, customer, purchase, orderId + "-" + line));
      }
      extras(dice, purchase, orderId, lines);
    }
  }

  private Line ofDeal(Dice dice, Customer customer, Purchase purchase, String orderId) {
    Product product = world.products().pick(dice, dice.between(3, 5), Times.dayOf(purchase.at()));
    int quantity = (int) Math.max(1, purchase.valueCents() / product.priceCents());
    return new Line(
        orderId + "-1", orderId, product, quantity, customer.place().price(purchase.valueCents()));
  }

  /** Three in five lines are of the category that the customer likes best. */
  private Line ofBasket(Dice dice, Customer customer, Purchase purchase, String lineId) {
    int favourite = (int) (customer.number() % 7) % Products.CATEGORIES.size();
    int category = dice.chance(0.6) ? favourite : dice.between(0, Products.CATEGORIES.size() - 1);
    Product product = world.products().pick(dice, category, Times.dayOf(purchase.at()));
    int quantity = customer.isCompany() ? dice.between(1, 6) : dice.chance(0.8) ? 1 : 2;
    long discount = dice.chance(0.3) ? dice.between(5, 20) : 0;
    long cents = product.priceCents() * quantity * (100 - discount) / 100;
    String orderId = lineId.substring(0, lineId.lastIndexOf('-'));
    return new Line(lineId, orderId, product, quantity, customer.place().price(cents));
  }

  /** Now and then a gift, or a booking that is neither a sale nor a return. */
  private void extras(Dice dice, Purchase purchase, String orderId, int lines) {
    Product gift = world.products().all().get(0);
    if (dice.chance(0.03)) {
      write(purchase.at(), "free", new Line(orderId + "-" + (lines + 1), orderId, gift, 1, 0));
    }
    if (dice.chance(0.015)) {
      long cents = dice.between(1, 10) * -100L;
      write(
          purchase.at(),
          "adjustment",
          new Line(orderId + "-" + (lines + 2), orderId, gift, 0, cents));
    }
  }

  private void sell(Dice dice, Customer customer, Purchase purchase, Line line) {
    write(purchase.at(), "sale", line);
    double risk = line.product().category().equals(Products.CATEGORIES.get(0)) ? 0.12 : 0.035;
    if (!customer.isPlanted() && dice.chance(risk)) {
      sendBack(dice, customer, purchase, line);
    }
  }

  /**
   * Comes back days to weeks later, often after the end of the month; one in twelve without naming
   * the order.
   */
  private void sendBack(Dice dice, Customer customer, Purchase purchase, Line line) {
    long at = dice.moment(Times.dayOf(purchase.at()) + 2 + (long) dice.exponential(14));
    int quantity = dice.chance(0.7) ? line.quantity() : 1;
    boolean linked = !dice.chance(0.08);
    feeds
        .to(Feed.RETURNS)
        .change(
            at,
            "R" + line.id(),
            linked ? line.orderId() : "",
            linked ? line.id() : "",
            linked || dice.chance(0.5) ? customer.id() : "",
            line.product().id(),
            Times.text(at),
            Integer.toString(quantity),
            Money.text(line.cents() * quantity / line.quantity()),
            customer.place().currency(),
            dice.chance(0.1) ? "" : dice.pick(REASONS));
  }

  private void write(long at, String kind, Line line) {
    feeds
        .to(Feed.ORDER_LINES)
        .change(
            at,
            line.id(),
            line.orderId(),
            line.product().id(),
            kind,
            Integer.toString(line.quantity()),
            Money.text(line.cents()),
            Times.text(at));
  }
}
