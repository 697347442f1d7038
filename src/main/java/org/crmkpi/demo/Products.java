package org.crmkpi.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The range: six categories of ten; half of each is old, the others are launched one by one. */
final class Products {
  static final List<String> CATEGORIES =
      List.of("Apparel", "Home & Garden", "Electronics", "Office", "Software", "Services");
  private static final int PER_CATEGORY = 10;
  private static final List<String> KINDS =
      List.of(
          "Jacket \"Nordkap\"",
          "Übergang, leicht",
          "Basic",
          "Classic",
          "Comfort",
          "Plus",
          "Pro",
          "Café",
          "Studio",
          "Next");
  private static final long[] BASE_CENTS = {2900, 1900, 4900, 1200, 2500, 4500};

  private final List<Product> all;

  Products() {
    all = IntStream.range(0, CATEGORIES.size() * PER_CATEGORY).mapToObj(Products::make).toList();
  }

  List<Product> all() {
    return all;
  }

  /** A product on sale on {@code day}; new ones sell a little better than old ones. */
  Product pick(Dice dice, int category, long day) {
    int rank = (int) (PER_CATEGORY * StrictMath.sqrt(dice.unit()));
    Product wanted = all.get(category * PER_CATEGORY + rank);
    return wanted.isOnSale(day) ? wanted : all.get(category * PER_CATEGORY + rank % 5);
  }

  private static Product make(int number) {
    int category = number / PER_CATEGORY;
    int rank = number % PER_CATEGORY;
    long price = BASE_CENTS[category] * (10 + rank) / 10;
    return new Product(
        String.format(Locale.ROOT, "P%03d", number + 1),
        CATEGORIES.get(category) + " " + KINDS.get(rank),
        CATEGORIES.get(category),
        launchedOn(category, rank).toEpochDay(),
        price,
        price * (45 + 3 * category) / 100);
  }

  private static LocalDate launchedOn(int category, int rank) {
    if (rank < 5) {
      return LocalDate.of(2019, 3, 1).plusMonths(5L * rank + category);
    }
    return LocalDate.of(2023, 4, 3).plusDays(270L * (rank - 5) + 23L * category);
  }
}
