package org.crmkpi.demo;

import java.util.List;
import java.util.Locale;

/**
 * A customer from first contact on.
 *
 * @param campaignId blank when no campaign won the customer
 * @param createdAt {@link Times#NEVER} while a company has not won its first deal
 * @param firstOrderAt {@link Times#NEVER} for those who register and never buy
 * @param deals of a company, else none
 */
record Customer(
    long number,
    Cast cast,
    Place place,
    String segment,
    String channel,
    String campaignId,
    long createdAt,
    long firstOrderAt,
    List<Deal> deals) {

  /** The part that a customer plays. */
  enum Cast {
    PERSON,
    COMPANY,
    /** Buys after the planted retention curve. */
    CLUB,
    /** Takes part in the campaign whose effect is planted. */
    PILOT
  }

  /** Digits with leading zeros: an id is not a number. */
  static String id(long number) {
    return String.format(Locale.ROOT, "%08d", number);
  }

  String id() {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, 8 - digits.length())).concat(digits);
  }

  boolean isCompany() {
    return cast == Cast.COMPANY;
  }

  boolean isPlanted() {
    return cast == Cast.CLUB || cast == Cast.PILOT;
  }

  String accountId() {
    return isCompany() ? "A" + number : "";
  }
}
