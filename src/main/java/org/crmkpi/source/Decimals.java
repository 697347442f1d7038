package org.crmkpi.source;

import java.util.Currency;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.crmkpi.table.Contract;

/**
 * How many decimals an amount may be written with: as many as its currency has. More of them, be
 * they zeros, show that the text means another number than it seems to.
 */
final class Decimals {
  private static final int USUAL = 2;
  private static final int SHOWN_CHARS = 40;
  private static final String BOOKED = "booked currency";
  private static final String CURRENCY = "currency";

  private Decimals() {}

  /** True for an amount of money; the price of a unit may be written with more decimals. */
  static boolean areOfMoney(org.crmkpi.table.Column column) {
    return column.unit().equals(BOOKED) || column.unit().equals(BOOKED + " of the order");
  }

  /** What is wrong with the decimals of an amount; null when nothing is. */
  static Column problem(Contract entity, String name, Column given, TextForm form) {
    Column text = functions.trim(given);
    Column point = functions.instr(text, form.decimal());
    Column decimals =
        functions.when(point.equalTo(0), 0).otherwise(functions.length(text).minus(point));
    Optional<Column> currency = entity.column(CURRENCY).map(column -> functions.col(column.name()));
    Column allowed = currency.map(Decimals::of).orElse(functions.lit(USUAL));
    Column usual = functions.lit("more than " + USUAL + " decimals");
    Column more =
        currency
            .map(
                code ->
                    functions.concat(
                        functions.lit("more decimals than "), code, functions.lit(" has")))
            .orElse(usual);
    return functions.when(
        decimals.gt(allowed).and(functions.not(text.rlike("[eE]"))),
        functions.concat(
            functions.lit(name + " '"),
            functions.substring(text, 1, SHOWN_CHARS),
            functions.lit("' has "),
            functions.coalesce(more, usual)));
  }

  private static Column of(Column currency) {
    return functions
        .when(currency.isin(withDecimals(0)), 0)
        .when(currency.isin(withDecimals(3)), 3)
        .otherwise(USUAL);
  }

  private static Object[] withDecimals(int digits) {
    return Currency.getAvailableCurrencies().stream()
        .filter(each -> each.getDefaultFractionDigits() == digits)
        .map(Currency::getCurrencyCode)
        .sorted()
        .toArray();
  }
}
