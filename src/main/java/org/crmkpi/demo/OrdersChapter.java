package org.crmkpi.demo;

import java.time.LocalDate;

/** Writes orders with their lines and returns, and the orders to which an incident happens. */
final class OrdersChapter implements Chapter {
  private static final long SPECIAL_AT =
      LocalDate.of(2026, 5, 18).toEpochDay() * Times.DAY + 12 * 3600;

  private final World world;
  private final Purchases purchases;
  private final Feeds feeds;
  private final Baskets baskets;

  OrdersChapter(World world, Purchases purchases, Feeds feeds) {
    this.world = world;
    this.purchases = purchases;
    this.feeds = feeds;
    this.baskets = new Baskets(world, feeds);
  }

  @Override
  public void tell(Customer customer) {
    Dice dice = Dice.of(world.seed(), Topic.BASKETS, customer.number());
    for (Purchase purchase : purchases.of(customer)) {
      String orderId = "O" + customer.number() + "-" + purchase.sequence();
      feeds
          .to(Feed.ORDERS)
          .change(
              purchase.at(),
              orderId,
              dice.chance(0.004) && !customer.isPlanted() ? "" : customer.id(),
              purchase.dealId(),
              channel(dice, customer, purchase),
              Times.text(purchase.at()),
              customer.place().currency());
      baskets.fill(dice, customer, purchase, orderId);
    }
    for (Incident incident : Incident.values()) {
      if (incident.strikes(customer.number())) {
        happen(incident, customer);
      }
    }
  }

  private static String channel(Dice dice, Customer customer, Purchase purchase) {
    if (!purchase.dealId().isEmpty()) {
      return "field";
    }
    String other = customer.isCompany() ? "field" : "shop";
    return dice.chance(0.65) ? "web" : dice.chance(0.3) ? "phone" : other;
  }

  private void happen(Incident incident, Customer customer) {
    String id = "O" + customer.number() + "-X";
    int delivery = incident.delivery();
    long now = delivery == 0 ? SPECIAL_AT : world.timeline().noonOf(delivery);
    switch (incident) {
      case LATE_ORDER -> order(delivery, now, id, customer, "EUR");
      case DUPLICATED_ORDER, REDELIVERED_ORDER -> {
        order(0, SPECIAL_AT, id, customer, "EUR");
        order(delivery, SPECIAL_AT, id, customer, "EUR");
      }
      case ORDER_WITHOUT_RATE -> order(0, SPECIAL_AT, id, customer, "XTS");
      case CORRECTED_LINE -> {
        order(0, SPECIAL_AT, id, customer, "EUR");
        feeds.to(Feed.ORDER_LINES).change(delivery, now, line(id, "80.00"));
      }
      case DELETED_ORDER -> {
        order(0, SPECIAL_AT, id, customer, "EUR");
        feeds.to(Feed.ORDERS).deleted(delivery, now, head(id, customer, "EUR"));
        feeds.to(Feed.ORDER_LINES).deleted(delivery, now, line(id, "100.00"));
      }
      case LATE_REFUND -> {
        order(0, SPECIAL_AT, id, customer, "EUR");
        refund(delivery, now, id, customer);
      }
      case MOVED_CUSTOMER, MERGED_CUSTOMER, CHAINED_MERGE, LATE_MERGE -> {
        // Told with the customers.
      }
    }
  }

  private void order(int delivery, long at, String id, Customer customer, String currency) {
    feeds.to(Feed.ORDERS).change(delivery, at, head(id, customer, currency));
    feeds.to(Feed.ORDER_LINES).change(delivery, at, line(id, "100.00"));
  }

  private static String[] head(String id, Customer customer, String currency) {
    return new String[] {id, customer.id(), "", "shop", Times.text(SPECIAL_AT), currency};
  }

  private static String[] line(String id, String amount) {
    return new String[] {id + "-1", id, "P022", "sale", "2", amount, Times.text(SPECIAL_AT)};
  }

  private void refund(int delivery, long now, String id, Customer customer) {
    feeds
        .to(Feed.RETURNS)
        .change(
            delivery,
            now,
            "R" + id + "-1",
            id,
            id + "-1",
            customer.id(),
            "P022",
            Times.text(now),
            "2",
            "100.00",
            "EUR",
            "too late");
  }
}
