package org.crmkpi.source;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.util.TimestampFormatter;
import org.crmkpi.config.StrictConf;

/**
 * How a source writes numbers, days and truth as text; what is written in another way is not read.
 *
 * @param decimal stands before the decimals
 * @param thousands stands between groups of three digits; empty for none
 * @param dateFormats patterns of days and times, {@code iso} among them or alone
 */
record TextForm(
    String decimal,
    String thousands,
    List<String> dateFormats,
    List<String> trueTexts,
    List<String> falseTexts) {
  static final String ISO = "iso";
  static final TextForm PLAIN =
      new TextForm(".", "", List.of(ISO), List.of("true"), List.of("false"));

  private static final Pattern TIME = Pattern.compile("[HhKkms]");
  private static final Pattern OFFSET = Pattern.compile("[XxZzVO]");
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");

  /** Reads the options of a feed that are about values. */
  static TextForm read(StrictConf options) {
    TextForm form =
        new TextForm(
            options.text("decimal_separator", PLAIN.decimal),
            options.text("thousands_separator", PLAIN.thousands),
            options.optionalTexts("date_format", PLAIN.dateFormats),
            lower(options.optionalTexts("true_text", PLAIN.trueTexts)),
            lower(options.optionalTexts("false_text", PLAIN.falseTexts)));
    form.check(options);
    return form;
  }

  boolean isPlain() {
    return decimal.equals(PLAIN.decimal) && thousands.isEmpty();
  }

  /** Pattern of a whole number or one with decimals. */
  String numbers() {
    if (isPlain()) {
      return "^[+-]?([0-9]+([.][0-9]+)?|[.][0-9]+)([eE][+-]?[0-9]+)?$";
    }
    String grouped =
        thousands.isEmpty() ? "" : "[0-9]{1,3}(" + Pattern.quote(thousands) + "[0-9]{3})+|";
    return "^[+-]?(" + grouped + "[0-9]+)(" + Pattern.quote(decimal) + "[0-9]+)?$";
  }

  static boolean hasTime(String format) {
    return TIME.matcher(QUOTED.matcher(format).replaceAll("")).find();
  }

  static boolean hasOffset(String format) {
    return OFFSET.matcher(QUOTED.matcher(format).replaceAll("")).find();
  }

  private void check(StrictConf options) {
    if (decimal.length() != 1 || thousands.length() > 1 || decimal.equals(thousands)) {
      options.problem(
          "decimal_separator",
          "decimal_separator '%s' and thousands_separator '%s' must be two different characters"
              .formatted(decimal, thousands));
    }
    dateFormats.stream()
        .filter(format -> !isPattern(format))
        .forEach(
            format ->
                options.problem(
                    "date_format", "'" + format + "' is not the form of a day or time"));
  }

  static boolean isPattern(String format) {
    try {
      return format.equals(ISO) || TimestampFormatter.apply(format, ZoneOffset.UTC, true) != null;
    } catch (RuntimeException wrong) {
      return false;
    }
  }

  private static List<String> lower(List<String> texts) {
    return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
  }
}
