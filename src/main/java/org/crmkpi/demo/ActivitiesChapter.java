package org.crmkpi.demo;

import java.util.List;

/** Writes the work of the sellers: up to two activities in each stage of a deal. */
final class ActivitiesChapter implements Chapter {
  private static final List<String> WORK =
      List.of("call", "call", "email", "email", "meeting", "visit");
  private static final List<String> OUTCOMES = List.of("connected", "no answer", "left a message");

  private final World world;
  private final Feeds feeds;

  ActivitiesChapter(World world, Feeds feeds) {
    this.world = world;
    this.feeds = feeds;
  }

  @Override
  public void tell(Customer customer) {
    Dice dice = Dice.of(world.seed(), Topic.ACTIVITIES, customer.number());
    int sequence = 0;
    for (Deal deal : customer.deals()) {
      for (Stay stay : deal.stays()) {
        int activities = dice.between(0, 2);
        for (int activity = 0; activity < activities; activity++) {
          sequence++;
          write(dice, "W" + customer.number() + "-" + sequence, deal, during(dice, stay));
        }
      }
    }
  }

  private static long during(Dice dice, Stay stay) {
    long first = Times.dayOf(stay.enteredAt());
    long days = Math.max(1, Times.dayOf(stay.leftAt()) - first);
    return dice.moment(first + (long) (dice.unit() * days));
  }

  private void write(Dice dice, String id, Deal deal, long at) {
    feeds
        .to(Feed.ACTIVITIES)
        .change(
            at,
            id,
            dice.pick(WORK),
            deal.ownerId(),
            "",
            deal.id(),
            "",
            Times.text(at),
            dice.pick(OUTCOMES));
  }
}
