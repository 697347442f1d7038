package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * A row that the load must reject, beside the rows of the company: one of each kind for every 500
 * customers. In a row, {@code #} stands for an id of its own. All other values are sound, so there
 * is one reason only.
 */
enum DirtyRow {
  BLANK_ORDER_ID(20, Feed.ORDERS, "order_id", "|00000001||web|2025-03-03 10:00:00|EUR"),
  IMPOSSIBLE_DATE(21, Feed.ORDERS, "ordered_at", "#|00000001||web|2025-02-31 10:00:00|EUR"),
  UNKNOWN_CURRENCY(22, Feed.ORDERS, "currency_is_iso", "#|00000001||web|2025-03-03 10:00:00|Euro"),
  TOO_FEW_FIELDS(23, Feed.ORDERS, "", "#|00000001||web"),
  TOO_MANY_FIELDS(
      24,
      Feed.ORDERS,
      "",
      "#|00000001||web|2025-03-03 10:00:00|EUR|2025-03-03 10:00:00|false|surplus|fields"),
  SALE_OF_NOTHING(
      25, Feed.ORDER_LINES, "sale_is_not_negative", "#|1-1|P001|sale|0|39.00|2025-03-03 10:00:00"),
  DECIMAL_COMMA(26, Feed.ORDER_LINES, "amount", "#|1-1|P001|sale|1|39,00|2025-03-03 10:00:00"),
  UNKNOWN_LINE_KIND(
      27, Feed.ORDER_LINES, "kind_is_known", "#|1-1|P001|bonus|1|39.00|2025-03-03 10:00:00"),
  NEGATIVE_REFUND(
      28,
      Feed.RETURNS,
      "amount_is_not_negative",
      "#||||P001|2025-03-03 10:00:00|1|-39.00|EUR|damaged"),
  REFUND_WITHOUT_CURRENCY(
      29, Feed.RETURNS, "currency", "#||||P001|2025-03-03 10:00:00|1|39.00||damaged"),
  ROBOT(30, Feed.CUSTOMERS, "kind_is_known", "#|robot||Germany|Consumer||||2025-03-03 10:00:00"),
  MERGED_INTO_ITSELF(
      31,
      Feed.CUSTOMERS,
      "not_merged_into_itself",
      "#|P||Germany|Consumer|||#|2025-03-03 10:00:00"),
  OWN_PARENT(
      32,
      Feed.ACCOUNTS,
      "not_its_own_parent",
      "#|Ouroboros AG|#|Retail|Germany|2025-03-03 10:00:00"),
  LEAD_WITHOUT_DATE(33, Feed.LEADS, "created_at", "#|search|||Germany||||||"),
  UNKNOWN_STATUS(
      34,
      Feed.OPPORTUNITIES,
      "status_is_known",
      "#|Sales|Qualify|Parked||||||direct|||2025-03-03 10:00:00|2025-03-04 10:00:00|2025-06-01|10.00|EUR|10|"),
  CLOSED_WITHOUT_DATE(
      35,
      Feed.OPPORTUNITIES,
      "closed_has_a_date",
      "#|Sales|Contract|Won||||||direct|||2025-03-03 10:00:00||2025-06-01|10.00|EUR|100|"),
  PROBABILITY_OF_140(
      36,
      Feed.OPPORTUNITIES,
      "probability_is_a_share",
      "#|Sales|Qualify|Open||||||direct|||2025-03-03 10:00:00||2025-06-01|10.00|EUR|140|"),
  LEAVES_BEFORE_ENTERING(
      37,
      Feed.OPPORTUNITY_STAGES,
      "leaves_after_entering",
      "#|1|Qualify|2025-03-03 10:00:00|2025-03-02 10:00:00"),
  TOUCH_OF_NOBODY(38, Feed.TOUCHES, "somebody_was_touched", "#||||direct|2025-03-03T10:00:00Z"),
  TORN_JSON(39, Feed.TOUCHES, "", "#|00000001"),
  MEMBER_WITHOUT_DATE(40, Feed.CAMPAIGN_MEMBERS, "added_at", "CMP-2025-Q1-EMAIL|#||||true|"),
  ELEVEN_OF_TEN(
      41,
      Feed.SURVEY_RESPONSES,
      "score_is_on_its_scale",
      "#|nps|00000001||10|11|2025-03-03 10:00:00|2025-03-03 11:00:00"),
  CLOSED_BEFORE_OPENED(
      42,
      Feed.CASES,
      "closes_after_opening",
      "#|00000001|||normal|Defect|2025-03-03 10:00:00|2025-03-03 09:00:00|closed"),
  UNKNOWN_EVENT(
      43, Feed.CASE_EVENTS, "kind_is_known", "#|S1-1|escalated||high|false|2025-03-03 10:00:00"),
  UNKNOWN_COST_KIND(0, Feed.COSTS, "kind_is_known", "#|party|||2025-03-03|500.00|EUR"),
  ENDS_BEFORE_IT_STARTS(
      0, Feed.CAMPAIGNS, "ends_after_start", "#|Reverse|email|2025-03-03|2025-03-01|10.00|EUR"),
  NEGATIVE_UNIT_COST(
      0, Feed.PRODUCTS, "cost_is_not_negative", "#|Magic|Office|2020-01-01|10.00|-1.00|EUR"),
  RATE_OF_ZERO(0, Feed.FX_RATES, "rate_is_positive", "2025-03-03|CHF|EUR|0");

  private static final List<DirtyRow> ALL = List.of(values());
  private static final long RECORDED_AT =
      LocalDate.of(2025, 3, 3).toEpochDay() * Times.DAY + 10 * 3600;

  private final int offset;
  private final Feed feed;
  private final String rule;
  private final String row;

  /** Offset 0: the row stands once in the company. */
  DirtyRow(int offset, Feed feed, String rule, String row) {
    this.offset = offset;
    this.feed = feed;
    this.rule = rule;
    this.row = row;
  }

  Feed feed() {
    return feed;
  }

  /**
   * The check that fails, or the column that does not fit its type or is missing; blank for broken
   * lines.
   */
  String rule() {
    return rule;
  }

  /**
   * Rows of this kind that count: for master data and costs one, else one for every 500 customers.
   */
  long count(DemoSettings settings) {
    return offset == 0 ? 1 : Incident.countFrom(offset, settings.customers());
  }

  /** Writes the rows that fall on {@code number}, as far as {@code feeds} owns their files. */
  static void write(Feeds feeds, long number) {
    for (DirtyRow dirty : ALL) {
      if (dirty.fallsOn(number) && feeds.owns(dirty.feed)) {
        dirty.writeTo(feeds.to(dirty.feed), number);
      }
    }
  }

  private boolean fallsOn(long number) {
    return offset == 0 ? number == 1 : number % Incident.EVERY == offset;
  }

  private void writeTo(FeedFiles files, long number) {
    String id = name().toLowerCase(Locale.ROOT) + "-" + number;
    String[] values = row.replace("#", id).split("\\|", -1);
    if (feed.isFull()) {
      files.everyNight(values);
    } else if (rule.isEmpty()) {
      files.broken(values);
    } else {
      files.change(0, RECORDED_AT, values);
    }
  }
}
