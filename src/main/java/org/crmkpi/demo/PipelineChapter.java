package org.crmkpi.demo;

import java.util.List;

/**
 * Writes leads, deals and the stays of deals in stages, each as the CRM knew them in each delivery.
 */
final class PipelineChapter implements Chapter {
  private static final List<String> LOST =
      List.of("price", "no budget", "competitor", "no answer", "missing feature, again");

  private final World world;
  private final Leads leads;
  private final Feeds feeds;

  PipelineChapter(World world, Leads leads, Feeds feeds) {
    this.world = world;
    this.leads = leads;
    this.feeds = feeds;
  }

  @Override
  public void tell(Customer customer) {
    List<Lead> all = leads.of(customer);
    all.forEach(lead -> lead(customer, lead));
    for (Deal deal : customer.deals()) {
      String leadId =
          all.stream()
              .filter(lead -> lead.dealId().equals(deal.id()))
              .map(Lead::id)
              .findFirst()
              .orElse("");
      deal(customer, deal, leadId);
      deal.stays().forEach(stay -> stay(deal, stay));
    }
  }

  private void lead(Customer customer, Lead lead) {
    Timeline timeline = world.timeline();
    Dice dice = Dice.of(world.seed(), Topic.LEADS, lead.id().hashCode());
    String source = dice.chance(0.04) ? "" : customer.channel();
    String owner = dice.chance(0.1) ? "" : world.staff().seller(dice);
    long[] changes = {lead.createdAt(), lead.qualifiedAt(), lead.convertedAt()};
    for (int delivery : timeline.deliveriesOf(changes)) {
      long cut = timeline.cut(delivery);
      feeds
          .to(Feed.LEADS)
          .change(
              delivery,
              timeline.newest(delivery, changes),
              lead.id(),
              source,
              source.isEmpty() ? "" : customer.campaignId(),
              owner,
              customer.place().country(),
              customer.segment(),
              Times.text(lead.createdAt()),
              known(lead.qualifiedAt(), cut),
              known(lead.convertedAt(), cut),
              lead.qualifiedAt() < cut ? lead.dealId() : "",
              lead.convertedAt() < cut ? customer.id() : "");
    }
  }

  private void deal(Customer customer, Deal deal, String leadId) {
    Timeline timeline = world.timeline();
    for (int delivery : timeline.deliveriesOf(deal.changes())) {
      long cut = timeline.cut(delivery);
      boolean open = deal.closedAt() >= cut;
      Stage stage = deal.stageAt(cut);
      boolean priced = !open || stage != Stage.QUALIFY;
      boolean isCustomer = customer.createdAt() < cut && customer.createdAt() <= deal.closedAt();
      feeds
          .to(Feed.OPPORTUNITIES)
          .change(
              delivery,
              timeline.newest(delivery, deal.changes()),
              deal.id(),
              "Sales",
              stage.label(),
              open ? "Open" : deal.won() ? "Won" : "Lost",
              leadId,
              deal.accountId(),
              isCustomer ? customer.id() : "",
              deal.ownerId(),
              deal.product().id(),
              customer.channel(),
              customer.place().country(),
              customer.segment(),
              Times.text(deal.createdAt()),
              known(deal.closedAt(), cut),
              Times.dateText(open ? expected(deal, cut) : Times.dayOf(deal.closedAt())),
              priced ? Money.text(customer.place().price(deal.amountCents())) : "",
              priced ? customer.place().currency() : "",
              Integer.toString(open ? stage.winPercent() : deal.won() ? 100 : 0),
              open || deal.won() ? "" : LOST.get(deal.id().length() * 7 % LOST.size()));
    }
  }

  private void stay(Deal deal, Stay stay) {
    Timeline timeline = world.timeline();
    for (int delivery : timeline.deliveriesOf(stay.enteredAt(), stay.leftAt())) {
      feeds
          .to(Feed.OPPORTUNITY_STAGES)
          .change(
              delivery,
              timeline.newest(delivery, stay.enteredAt(), stay.leftAt()),
              deal.id(),
              Integer.toString(stay.sequence()),
              stay.stage().label(),
              Times.text(stay.enteredAt()),
              known(stay.leftAt(), timeline.cut(delivery)));
    }
  }

  /** Sellers expect each stage from the current one on to take as long as it usually does. */
  private static long expected(Deal deal, long cut) {
    double days = 5;
    for (Stage stage : Stage.values()) {
      days += stage.compareTo(deal.stageAt(cut)) >= 0 ? stage.medianDays() : 0;
    }
    long entered =
        deal.stays().stream().mapToLong(Stay::enteredAt).filter(at -> at < cut).max().orElse(cut);
    return Times.dayOf(entered) + Math.round(days);
  }

  private static String known(long moment, long cut) {
    return moment < cut ? Times.text(moment) : "";
  }
}
