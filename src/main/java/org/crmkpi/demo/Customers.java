package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.List;

/** Makes each customer from the seed and the number alone. */
final class Customers {
  private static final List<String> UNPAID = List.of("direct", "referral", "organic");
  private final World world;
  private final Deals deals;

  Customers(World world) {
    this.world = world;
    this.deals = new Deals(world);
  }

  Customer of(long number) {
    Dice dice = Dice.of(world.seed(), Topic.PROFILE, number);
    return switch (cast(number)) {
      case CLUB -> club(dice, number);
      case PILOT -> pilot(dice, number);
      case COMPANY -> company(dice, number);
      case PERSON -> person(dice, number);
    };
  }

  private Customer.Cast cast(long number) {
    if (Club.isMember(number, world.settings().customers())) {
      return Customer.Cast.CLUB;
    }
    if (Pilot.isParticipant(number, world.settings().customers())) {
      return Customer.Cast.PILOT;
    }
    return number % 5 == 1 ? Customer.Cast.COMPANY : Customer.Cast.PERSON;
  }

  private Customer club(Dice dice, long number) {
    LocalDate cohort = Club.cohort(number);
    long first = dice.moment(cohort.toEpochDay() + dice.between(0, 24));
    Place place = new Place(Place.any(dice).country(), "EUR", 1.0);
    return made(number, Customer.Cast.CLUB, place, Club.SEGMENT, dice, first - 600, first);
  }

  private Customer pilot(Dice dice, long number) {
    long first = dice.moment(LocalDate.of(2023, 2, 1).toEpochDay() + dice.between(0, 700));
    return made(
        number, Customer.Cast.PILOT, Place.GERMANY, Pilot.SEGMENT, dice, first - 600, first);
  }

  private Customer person(Dice dice, long number) {
    Place place = Place.any(dice);
    String segment = dice.chance(0.02) ? "" : dice.chance(0.25) ? "Student" : "Consumer";
    long first = dice.moment(world.season().day(dice));
    long earliest = Timeline.FIRST_DAY.toEpochDay() * Times.DAY;
    long waited = dice.chance(0.6) ? 600 : dice.between(1, 40) * Times.DAY;
    long created = Math.max(earliest, first - waited);
    boolean neverBuys = dice.chance(0.06);
    return made(
        number,
        Customer.Cast.PERSON,
        place,
        segment,
        dice,
        created,
        neverBuys ? Times.NEVER : first);
  }

  private Customer company(Dice dice, long number) {
    Place place = Place.any(dice);
    String segment =
        List.of("Small business", "Mid-market", "Enterprise").get(dice.weighted(0.65, 0.92, 1.0));
    List<Deal> made = deals.of(number, segment);
    long won =
        made.stream().filter(Deal::won).mapToLong(Deal::closedAt).findFirst().orElse(Times.NEVER);
    if (!world.timeline().plans(won)) {
      return withChannel(
          number, Customer.Cast.COMPANY, place, segment, dice, Times.NEVER, Times.NEVER, made);
    }
    return withChannel(number, Customer.Cast.COMPANY, place, segment, dice, won, won + 1_800, made);
  }

  private Customer made(
      long number,
      Customer.Cast cast,
      Place place,
      String segment,
      Dice dice,
      long createdAt,
      long firstOrderAt) {
    return withChannel(number, cast, place, segment, dice, createdAt, firstOrderAt, List.of());
  }

  /**
   * Two in three customers are won by the campaign of a paid channel; for a few the channel is not
   * recorded.
   */
  private Customer withChannel(
      long number,
      Customer.Cast cast,
      Place place,
      String segment,
      Dice dice,
      long createdAt,
      long firstOrderAt,
      List<Deal> made) {
    boolean paid = dice.chance(0.66);
    int index = Campaigns.channel(dice);
    String channel =
        dice.chance(0.02) ? "" : paid ? Campaigns.CHANNELS.get(index) : dice.pick(UNPAID);
    boolean known = paid && !channel.isEmpty() && createdAt != Times.NEVER;
    String campaign = known ? world.campaigns().running(index, Times.dayOf(createdAt)).id() : "";
    return new Customer(
        number, cast, place, segment, channel, campaign, createdAt, firstOrderAt, made);
  }
}
