package org.crmkpi.demo;

/** Writes visits of the web shop, most of which buy nothing. */
final class VisitsChapter implements Chapter {
  private final World world;
  private final Purchases purchases;
  private final Feeds feeds;

  VisitsChapter(World world, Purchases purchases, Feeds feeds) {
    this.world = world;
    this.purchases = purchases;
    this.feeds = feeds;
  }

  @Override
  public void tell(Customer customer) {
    if (world.timeline().plans(customer.createdAt())) {
      Dice dice = Dice.of(world.seed(), Topic.SESSIONS, customer.number());
      looksAround(dice, customer);
      for (Purchase purchase : purchases.of(customer)) {
        if (dice.chance(0.3)) {
          visit(dice, customer, "-" + purchase.sequence(), purchase.at() - 900, true);
        }
      }
    }
  }

  private void looksAround(Dice dice, Customer customer) {
    int visits = dice.between(0, 3);
    for (int visit = 1; visit <= visits; visit++) {
      long at = dice.moment(Times.dayOf(customer.createdAt()) - dice.between(0, 30));
      visit(dice, customer, "-v" + visit, at, false);
    }
  }

  private void visit(Dice dice, Customer customer, String suffix, long at, boolean purchased) {
    feeds
        .to(Feed.SESSIONS)
        .change(
            at,
            "V" + customer.number() + suffix,
            "visitor-" + customer.number(),
            purchased ? customer.id() : "",
            dice.chance(0.5) ? "direct" : dice.pick(Campaigns.CHANNELS),
            Times.utcText(at),
            Long.toString(5 + (long) dice.exponential(purchased ? 420 : 150)),
            Boolean.toString(purchased),
            Boolean.toString(dice.chance(0.08)));
  }
}
