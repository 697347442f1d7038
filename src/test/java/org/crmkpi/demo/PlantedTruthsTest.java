package org.crmkpi.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The planted curve, effect and bottleneck, found again in the written rows by counting. */
final class PlantedTruthsTest {
  private static final Written WRITTEN = Written.shared();
  private static final DemoTruths TRUTHS = DemoTruths.of(WRITTEN.settings());
  private static final List<Map<String, String>> CUSTOMERS = WRITTEN.current(Feed.CUSTOMERS, 1);
  private static final List<Map<String, String>> ORDERS = WRITTEN.current(Feed.ORDERS, 1);

  @Test
  void theRetentionCurveOfTheClubHoldsInEveryCohort() {
    Map<String, Set<LocalDate>> months = new HashMap<>();
    ordersOf(TRUTHS.retention().segment())
        .forEach((customer, days) -> months.put(customer, months(days)));
    Map<LocalDate, List<Set<LocalDate>>> cohorts =
        months.values().stream().collect(Collectors.groupingBy(bought -> bought.iterator().next()));

    assertThat(cohorts.keySet())
        .containsExactlyInAnyOrderElementsOf(Set.copyOf(TRUTHS.retention().cohorts()));
    cohorts.forEach(PlantedTruthsTest::assertCurve);
  }

  private static void assertCurve(LocalDate cohort, List<Set<LocalDate>> members) {
    LocalDate month = cohort;
    while (!month.isAfter(LocalDate.of(2026, 6, 1))) {
      LocalDate bought = month;
      long buyers = members.stream().filter(months -> months.contains(bought)).count();
      int age = (int) ChronoUnit.MONTHS.between(cohort, month);
      assertThat((double) buyers / members.size())
          .as("cohort %s, age %s", cohort, age)
          .isCloseTo(TRUTHS.retention().rate(age), within(1e-9));
      month = month.plusMonths(1);
    }
  }

  @Test
  void thePilotCampaignBringsOneOrderOfFiftyEuroAMember() {
    Set<String> members =
        WRITTEN.current(Feed.CAMPAIGN_MEMBERS, 2).stream()
            .filter(row -> row.get("campaign_id").equals(TRUTHS.pilot().campaignId()))
            .map(row -> row.get("customer_no"))
            .collect(Collectors.toSet());
    Map<String, List<LocalDate>> orders = ordersOf(TRUTHS.pilot().segment());

    assertThat(members).hasSize((int) TRUTHS.pilot().members());
    for (int reviewDays : new int[] {28, 60, 90, 120}) {
      double lift =
          change(orders, members, true, reviewDays) - change(orders, members, false, reviewDays);
      assertThat(lift).isCloseTo(TRUTHS.pilot().ordersLift(), within(1e-9));
    }
    assertThat(TRUTHS.pilot().revenueLiftAmount()).isEqualTo(50.0);
  }

  private static double change(
      Map<String, List<LocalDate>> orders, Set<String> members, boolean member, int reviewDays) {
    LocalDate start = TRUTHS.pilot().startedOn();
    return orders.entrySet().stream()
        .filter(entry -> members.contains(entry.getKey()) == member)
        .mapToLong(
            entry ->
                between(entry.getValue(), start, start.plusDays(reviewDays))
                    - between(entry.getValue(), start.minusDays(reviewDays), start))
        .average()
        .orElseThrow();
  }

  private static long between(List<LocalDate> days, LocalDate from, LocalDate to) {
    return days.stream().filter(day -> !day.isBefore(from) && day.isBefore(to)).count();
  }

  @Test
  void proposeIsTheStageWithTheLongestStayAndTheFewestWhoMoveOn() {
    Map<String, List<Long>> stays = new TreeMap<>();
    Map<String, Integer> lastStage = new HashMap<>();
    for (Map<String, String> stay : WRITTEN.current(Feed.OPPORTUNITY_STAGES, 2)) {
      if (!stay.get("left_at").isEmpty() && stay.get("opportunity_id").startsWith("D")) {
        stays.computeIfAbsent(stay.get("stage"), stage -> new ArrayList<>()).add(days(stay));
      }
    }
    List<Map<String, String>> deals = deals();
    deals.stream()
        .filter(deal -> deal.get("status").equals("Lost"))
        .forEach(deal -> lastStage.merge(deal.get("stage"), 1, Integer::sum));

    assertThat(highest(stays.keySet(), stage -> median(stays.get(stage))))
        .isEqualTo(TRUTHS.pipeline().bottleneckStage());
    assertThat(
            highest(
                stays.keySet(), stage -> (double) lastStage.get(stage) / stays.get(stage).size()))
        .isEqualTo(TRUTHS.pipeline().bottleneckStage());
  }

  @Test
  void aboutThirtyFiveInAHundredClosedDealsAreWonAndSomeAreOpen() {
    Map<String, Long> counts =
        deals().stream()
            .collect(Collectors.groupingBy(d -> d.get("status"), Collectors.counting()));

    double winRate = (double) counts.get("Won") / (counts.get("Won") + counts.get("Lost"));

    assertThat(winRate).isCloseTo(TRUTHS.pipeline().winRate(), within(0.04));
    assertThat(counts.get("Open")).isGreaterThan(50);
  }

  @Test
  void aboutFiveInAHundredLinesComeBackSomeInALaterMonthSomeWithoutAnOrder() {
    List<Map<String, String>> returns = WRITTEN.current(Feed.RETURNS, 1);
    Map<String, String> soldIn =
        WRITTEN.current(Feed.ORDER_LINES, 1).stream()
            .collect(Collectors.toMap(l -> l.get("order_line_id"), l -> l.get("ordered_at")));

    long later =
        returns.stream()
            .filter(row -> soldIn.containsKey(row.get("order_line_id")))
            .filter(
                row ->
                    !soldIn
                        .get(row.get("order_line_id"))
                        .startsWith(row.get("returned_at").substring(0, 7)))
            .count();

    assertThat((double) returns.size() / soldIn.size()).isBetween(0.03, 0.07);
    assertThat((double) later / returns.size()).isBetween(0.2, 0.7);
    assertThat(returns).anyMatch(row -> row.get("order_id").isEmpty());
  }

  @Test
  void promotersOutnumberDetractorsByTwentyEightInAHundredAnswers() {
    List<Integer> scores =
        WRITTEN.current(Feed.SURVEY_RESPONSES, 1).stream()
            .filter(row -> row.get("kind").equals("nps") && !row.get("score").isEmpty())
            .map(row -> Integer.valueOf(row.get("score")))
            .filter(score -> score <= 10)
            .toList();

    double promoters = scores.stream().filter(score -> score >= 9).count();
    double detractors = scores.stream().filter(score -> score <= 6).count();

    assertThat(scores).hasSizeGreaterThan(500);
    assertThat(100 * (promoters - detractors) / scores.size())
        .isCloseTo(TRUTHS.perception().netPromoterScore(), within(6.0));
  }

  @Test
  void keysAreUnique() {
    assertThat(distinct(Feed.TOUCHES)).isEqualTo(total(Feed.TOUCHES));
    assertThat(ORDERS).hasSizeGreaterThan(15_000);
    assertThat(WRITTEN.delivered(0, "orders").stream().map(row -> row[0]).distinct().count())
        .isEqualTo(total(Feed.ORDERS) - 7 - 8);
  }

  private static long total(Feed feed) {
    return WRITTEN.rows().get(feed.fileName()).get(0);
  }

  private static long distinct(Feed feed) {
    return WRITTEN.files().stream()
        .filter(file -> file.startsWith("2026-06-27/" + feed.fileName() + "-"))
        .flatMap(
            file ->
                new String(WRITTEN.bytes(file), java.nio.charset.StandardCharsets.UTF_8).lines())
        .map(line -> line.substring(0, line.indexOf("\",\"")))
        .distinct()
        .count();
  }

  private static List<Map<String, String>> deals() {
    return WRITTEN.current(Feed.OPPORTUNITIES, 1).stream()
        .filter(deal -> deal.get("opportunity_id").startsWith("D"))
        .toList();
  }

  private static Map<String, List<LocalDate>> ordersOf(String segment) {
    Map<String, List<LocalDate>> orders = new HashMap<>();
    CUSTOMERS.stream()
        .filter(customer -> customer.get("segment").equals(segment))
        .forEach(customer -> orders.put(customer.get("customer_no"), new ArrayList<>()));
    for (Map<String, String> order : ORDERS) {
      if (orders.containsKey(order.get("customer_no"))) {
        orders
            .get(order.get("customer_no"))
            .add(LocalDate.parse(order.get("ordered_at").substring(0, 10)));
      }
    }
    return orders;
  }

  private static Set<LocalDate> months(Collection<LocalDate> days) {
    return days.stream()
        .map(day -> day.withDayOfMonth(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long days(Map<String, String> stay) {
    return ChronoUnit.DAYS.between(moment(stay.get("entered_at")), moment(stay.get("left_at")));
  }

  private static LocalDateTime moment(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T'));
  }

  private static double median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static String highest(
      Set<String> stages, java.util.function.ToDoubleFunction<String> measure) {
    return stages.stream().max(java.util.Comparator.comparingDouble(measure)).orElseThrow();
  }
}
