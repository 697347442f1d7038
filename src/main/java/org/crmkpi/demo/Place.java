package org.crmkpi.demo;

import java.util.List;

/**
 * A country as the CRM spells it, and what is paid with there.
 *
 * @param perEuro units of the currency that the price list asks for one euro
 */
record Place(String country, String currency, double perEuro) {
  static final Place GERMANY = new Place("Germany", "EUR", 1.0);
  private static final List<Place> ALL =
      List.of(
          GERMANY,
          new Place("Austria", "EUR", 1.0),
          new Place("France", "EUR", 1.0),
          new Place("España", "EUR", 1.0),
          new Place("The Netherlands", "EUR", 1.0),
          new Place("United Kingdom", "GBP", 0.88),
          new Place("United States", "USD", 1.12),
          new Place("", "EUR", 1.0));

  /** A country by its share of the business; blank where the CRM does not know it. */
  static Place any(Dice dice) {
    return ALL.get(dice.weighted(0.38, 0.46, 0.58, 0.66, 0.73, 0.87, 0.98, 1.0));
  }

  /** The price in the currency of the country. */
  long price(long euroCents) {
    return Math.round(euroCents * perEuro);
  }
}
