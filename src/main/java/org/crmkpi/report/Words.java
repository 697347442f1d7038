package org.crmkpi.report;

import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;

/**
 * The words of a report in one language, and how figures and dates are written in it. Texts are in
 * texts_LANGUAGE.properties; a KPI or a chart without a text there keeps its English one, so that a
 * new table needs no translation to appear.
 */
public final class Words {
  /** The languages of reports, by their two letters. */
  public static final List<String> LANGUAGES = List.of("en", "id", "ms", "it");

  private static final String SHARE = "share";
  private static final String MONEY = "reporting currency";

  private final Locale locale;
  private final String currency;
  private final ResourceBundle texts;

  private Words(Locale locale, String currency) {
    this.locale = locale;
    this.currency = currency;
    this.texts =
        ResourceBundle.getBundle(
            "org.crmkpi.report.texts",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /**
   * The words of a language.
   *
   * @param language one of {@link #LANGUAGES}, also with a country: it-CH
   * @param currency ISO 4217 code that amounts are in
   */
  public static Words of(String language, String currency) {
    Locale locale = Locale.forLanguageTag(language);
    if (!LANGUAGES.contains(locale.getLanguage())) {
      throw CrmFailure.of(
          Category.INVOCATION,
          "report",
          "there are no texts in '" + language + "'",
          "Languages: " + String.join(", ", LANGUAGES),
          "choose one of them, with a country if need be: it-CH.");
    }
    return new Words(locale, currency);
  }

  /** The language as HTML names it. */
  public String language() {
    return locale.toLanguageTag();
  }

  /** ISO 4217 code of amounts. */
  public String currency() {
    return currency;
  }

  /** A text of the page, with its parts filled in. */
  public String text(String key, Object... parts) {
    return parts.length == 0
        ? texts.getString(key)
        : new MessageFormat(texts.getString(key), locale).format(parts);
  }

  /** A text that has an English original elsewhere. */
  public String translated(String key, String english) {
    return texts.containsKey(key) ? texts.getString(key) : english;
  }

  /** True when {@link #translated} gives another text than the English one. */
  public boolean has(String key) {
    return texts.containsKey(key);
  }

  /** A word of the tables, such as the name of a series or a unit. */
  public String word(String english) {
    return translated("word." + english.replace(' ', '_'), english);
  }

  /** A unit as readers say it: a currency by its code, shares as percent. */
  public String unit(String unit) {
    if (unit.startsWith(SHARE)) {
      return "%";
    }
    return unit.equals(MONEY) ? currency : word(unit);
  }

  /** The name of a KPI. */
  public String kpi(String kpi) {
    return translated("kpi." + kpi, capital(kpi.replace('_', ' ')));
  }

  /** A figure with its unit. */
  public String figure(double value, String unit) {
    if (unit.startsWith(SHARE)) {
      return share(value, 1);
    }
    if (unit.equals(MONEY)) {
      return money(value);
    }
    return number(value) + " " + word(unit);
  }

  /** A figure without the name of its unit, for tables whose unit is said once. */
  public String bare(double value, String unit) {
    return unit.startsWith(SHARE) ? share(value, 1) : number(value);
  }

  /** The difference of a figure: points of shares, else percent; a dash where there is none. */
  public String change(double now, double before, String unit) {
    NumberFormat format = signed(1);
    if (unit.startsWith(SHARE)) {
      return text("points", format.format((now - before) * 100));
    }
    return before == 0 ? "–" : format.format((now - before) / Math.abs(before) * 100) + " %";
  }

  /** A day in full. */
  public String day(LocalDate day) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale).format(day);
  }

  /** A month in full. */
  public String month(LocalDate day) {
    return DateTimeFormatter.ofPattern("LLLL yyyy", locale).format(day);
  }

  /** A month for axes. */
  public String shortMonth(LocalDate day) {
    return DateTimeFormatter.ofPattern("LLL yy", locale).format(day);
  }

  /** A whole number. */
  public String count(long count) {
    return NumberFormat.getIntegerInstance(locale).format(count);
  }

  private String share(double value, int decimals) {
    NumberFormat format = NumberFormat.getPercentInstance(locale);
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    return format.format(value);
  }

  private String money(double value) {
    NumberFormat format = NumberFormat.getCurrencyInstance(locale);
    format.setCurrency(Currency.getInstance(currency));
    int decimals = Math.abs(value) >= 1000 ? 0 : format.getMaximumFractionDigits();
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    return format.format(value);
  }

  private String number(double value) {
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    boolean isWhole = value == Math.rint(value) || Math.abs(value) >= 1000;
    format.setMaximumFractionDigits(isWhole ? 0 : 2);
    return format.format(value);
  }

  private NumberFormat signed(int decimals) {
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    if (format instanceof java.text.DecimalFormat decimal) {
      decimal.setPositivePrefix("+");
      decimal.setNegativePrefix("−");
    }
    return format;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
