package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is known about the fictional company because it was made so. The KPIs must find it again.
 *
 * @param retention the planted retention curve
 * @param pilot the planted effect of a campaign
 * @param pipeline the planted bottleneck and win rate
 * @param perception the planted answers of customers
 * @param rejects rows that the load must reject, by kind
 * @param incidents what the nights hold, by kind
 * @param crmLiveOn day from which operations cost a fifth less
 * @param churn what became of contracts, by term, ascending
 */
public record DemoTruths(
    Retention retention,
    Lift pilot,
    Pipeline pipeline,
    Perception perception,
    List<Reject> rejects,
    List<Happening> incidents,
    LocalDate crmLiveOn,
    List<Churn> churn) {

  /**
   * Exact in every cohort of the segment, in every month that is over.
   *
   * @param segment the slice in which the curve holds
   * @param cohorts the first days of the cohort months, one entry for every {@code membersPerBlock}
   *     members
   * @param membersPerBlock customers behind each entry of {@code cohorts}
   * @param rates share that buys k months after the month of the first purchase; the last one holds
   *     on
   */
  public record Retention(
      String segment, List<LocalDate> cohorts, int membersPerBlock, List<Double> rates) {

    /** The share that buys {@code monthsSinceFirst} months after the first purchase. */
    public double rate(int monthsSinceFirst) {
      return rates.get(Math.min(monthsSinceFirst, rates.size() - 1));
    }
  }

  /**
   * Exact for any span of 28 to 120 days before and after the start.
   *
   * @param segment members and comparable non-members, equally many
   * @param ordersLift orders more per member than without the campaign
   * @param revenueLiftAmount revenue more per member, in euro
   */
  public record Lift(
      String segment,
      String campaignId,
      LocalDate startedOn,
      long members,
      double ordersLift,
      double revenueLiftAmount) {}

  /**
   * In the mean of many deals.
   *
   * @param bottleneckStage the longest stay and the smallest share that moves on
   */
  public record Pipeline(List<String> stages, String bottleneckStage, double winRate) {}

  /**
   * In the mean of many answers.
   *
   * @param netPromoterScore share of promoters less share of detractors, times 100
   * @param responseRate share of the questions that are ever answered
   * @param satisfiedShare of those who rate a case, the share that gives one of the two best marks
   * @param medianResponseMinutes from the opening of a case to its first answer, by the clock
   */
  public record Perception(
      double netPromoterScore,
      double responseRate,
      double satisfiedShare,
      double medianResponseMinutes) {}

  /**
   * Rows of one kind, each with one fault.
   *
   * @param rule the check of the contract that fails, or the column whose value is missing or does
   *     not fit its type; blank for lines that are broken as such
   */
  public record Reject(String kind, String feed, String rule, long rows) {}

  /**
   * Incidents of one kind.
   *
   * @param seenOn folder of the delivery that shows them
   */
  public record Happening(String kind, LocalDate seenOn, long count) {}

  /**
   * Exact on the last night. One in seven of what happens to a contract is its end, and the shorter
   * the term, the sooner something happens: contracts from month to month churn the fastest.
   *
   * @param termMonths how long a term binds
   * @param contracts that were ever started
   * @param cancelled of them, the cancelled; none comes back
   */
  public record Churn(int termMonths, long contracts, long cancelled) {}

  /** The truths of the company with these settings; nothing is written. */
  public static DemoTruths of(DemoSettings settings) {
    return new DemoTruths(
        retention(settings),
        new Lift(
            Pilot.SEGMENT,
            Campaigns.PILOT.id(),
            Campaigns.PILOT.startedOn(),
            Pilot.blocks(settings.customers()) * Pilot.BLOCK / 2,
            1.0,
            Pilot.ORDER_CENTS / 100.0),
        new Pipeline(
            Stream.of(Stage.values()).map(Stage::label).toList(), Stage.PROPOSE.label(), 0.35),
        ServiceChapter.PERCEPTION,
        Stream.of(DirtyRow.values()).map(dirty -> reject(dirty, settings)).toList(),
        Stream.of(Incident.values()).map(incident -> happening(incident, settings)).toList(),
        DailyWriter.CRM_LIVE_ON,
        SubscriptionsChapter.churn(World.of(settings)));
  }

  /** Rows that the load must reject, of all kinds. */
  public long rejectedRows() {
    return rejects.stream().mapToLong(Reject::rows).sum();
  }

  private static Retention retention(DemoSettings settings) {
    return new Retention(
        Club.SEGMENT, Club.cohorts(settings.customers()), Club.BLOCK, Club.rates());
  }

  private static Reject reject(DirtyRow dirty, DemoSettings settings) {
    return new Reject(words(dirty), dirty.feed().fileName(), dirty.rule(), dirty.count(settings));
  }

  private static Happening happening(Incident incident, DemoSettings settings) {
    LocalDate seenOn = new Timeline(settings.nights()).dateOf(incident.delivery());
    return new Happening(words(incident), seenOn, incident.count(settings));
  }

  private static String words(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
