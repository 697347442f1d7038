package org.crmkpi.source;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.crmkpi.config.StrictConf;

/** Reads one feed of a source.conf. */
final class FeedReader {
  /** Names of sources and feeds: they become parts of keys, table names and views. */
  static final String NAME = "[a-z][a-z0-9_]*";

  private static final Pattern NO_COLUMN = Pattern.compile("^\\s*$|[`'\";\\\\\\p{Cntrl}]");

  /** The one column of a feed of plain lines. */
  static final String LINE = "line";

  private final String source;
  private final Optional<String> sourceMarker;
  private final Optional<ZoneId> zone;
  private final StrictConf usual;
  private final List<String> nullTexts;
  private final StrictConf conf;

  /**
   * A reader of one feed.
   *
   * @param usual options of all feeds of the source
   * @param nullTexts words for nothing of all feeds of the source
   */
  FeedReader(
      String source,
      Optional<String> sourceMarker,
      Optional<ZoneId> zone,
      StrictConf usual,
      List<String> nullTexts,
      StrictConf conf) {
    this.source = source;
    this.sourceMarker = sourceMarker;
    this.zone = zone;
    this.usual = usual;
    this.nullTexts = nullTexts;
    this.conf = conf;
  }

  Feed feed() {
    FileShape.Format format = choice("format", FileShape.Format.class, FileShape.Format.CSV);
    StrictConf options = conf.object("options").over(usual);
    TextForm form = TextForm.read(options);
    Feed feed =
        new Feed(
            source,
            conf.text("name"),
            conf.text("path"),
            new FileShape(
                format,
                columns(format),
                conf.optionalTexts("optional_columns"),
                conf.optionalTexts("key"),
                conf.optionalTexts("null_text", nullTexts),
                TextOptionsReader.read(options)),
            choice("delivery", Feed.Delivery.class, Feed.Delivery.FULL),
            conf.flag("required", false),
            newestBy(),
            conf.optionalText("deleted_when"),
            conf.optionalText("done_marker").or(() -> sourceMarker),
            new DeliveryNames(conf.optionalText("delivery_format")),
            zone,
            renames(),
            form);
    conf.done();
    check(feed);
    return feed;
  }

  private Map<String, String> renames() {
    Map<String, String> renames = new TreeMap<>();
    StrictConf stated = conf.object("rename");
    stated.keys().forEach(column -> renames.put(column, stated.text(column)));
    return renames;
  }

  private void checkRenames(Feed feed) {
    List<String> columns = feed.shape().allColumns();
    feed.renames()
        .forEach(
            (column, name) -> {
              if (!columns.contains(column)) {
                conf.problem("rename", "'%s' is not one of columns %s".formatted(column, columns));
              }
              if (NO_COLUMN.matcher(name).find() || isOfTheLoad(name)) {
                conf.problem("rename", "'" + name + "' is no name for a column in SQL");
              }
            });
    Set<String> names = new HashSet<>();
    feed.mappedColumns().stream()
        .filter(name -> !names.add(name.toLowerCase(Locale.ROOT)))
        .filter(name -> feed.renames().containsValue(name) || !columns.contains(name))
        .forEach(name -> conf.problem("rename", "two columns are named '" + name + "'"));
  }

  private static boolean isOfTheLoad(String column) {
    return column.startsWith("_") || column.equals(CurrentRows.ROW_REF);
  }

  private Optional<Instants> newestBy() {
    if (!conf.isObject("newest_by")) {
      return conf.optionalText("newest_by").map(name -> new Instants(name, Optional.empty()));
    }
    StrictConf stated = conf.object("newest_by");
    Instants instants = new Instants(stated.text("column"), stated.optionalText("format"));
    instants
        .format()
        .filter(format -> !format.equals(Instants.NUMBER) && !TextForm.isPattern(format))
        .ifPresent(format -> stated.problem("format", "'" + format + "' is not a form of a time"));
    stated.done();
    return Optional.of(instants);
  }

  private List<String> columns(FileShape.Format format) {
    boolean implied = format == FileShape.Format.TEXT && !conf.has("columns");
    return implied ? List.of(LINE) : conf.texts("columns");
  }

  private void check(Feed feed) {
    if (!feed.name().matches(NAME)) {
      conf.problem("name", "feed '" + feed.name() + "' must be lower case letters, digits and _");
    }
    checkInside("path", feed.path());
    feed.doneMarker().ifPresent(marker -> checkInside("done_marker", marker));
    if (feed.shape().format() == FileShape.Format.TEXT
        && !feed.shape().allColumns().equals(List.of(LINE))) {
      conf.problem("columns", "a text feed has the one column 'line'");
    }
    checkColumns(feed);
    checkRenames(feed);
    checkDeliveries(feed);
    feed.deletedWhen().ifPresent(this::checkPredicate);
  }

  private void checkInside(String key, String path) {
    if (path.startsWith("/") || Arrays.asList(path.split("/")).contains("..")) {
      conf.problem(key, "'" + path + "' leaves the directory of the source");
    }
  }

  private void checkDeliveries(Feed feed) {
    feed.deliveryNames()
        .format()
        .ifPresent(
            format -> {
              if (!feed.namesDeliveries()) {
                conf.problem("delivery_format", "the path has no " + Feed.DELIVERY);
              }
              try {
                DeliveryNames.formatter(format.equals(Instants.NUMBER) ? "yyyy" : format);
              } catch (IllegalArgumentException wrong) {
                conf.problem("delivery_format", "'" + format + "' is not a form of a time");
              }
            });
  }

  private void checkColumns(Feed feed) {
    Set<String> seen = new HashSet<>();
    for (String column : feed.shape().allColumns()) {
      if (NO_COLUMN.matcher(column).find()) {
        conf.problem(
            "columns",
            "column '" + column + "' is blank or has a quote, a semicolon or a control character");
      }
      if (isOfTheLoad(column)) {
        conf.problem("columns", "'" + column + "' is a name that the load itself uses");
      }
      if (!seen.add(column.toLowerCase(Locale.ROOT))) {
        conf.problem("columns", "column '" + column + "' is stated twice");
      }
    }
    List<String> named = new ArrayList<>(feed.key());
    feed.newestBy().map(Instants::column).ifPresent(named::add);
    named.stream()
        .filter(column -> !feed.shape().allColumns().contains(column))
        .forEach(column -> conf.problem("columns", "'" + column + "' is not a column"));
    if (feed.key().isEmpty() && (feed.newestBy().isPresent() || feed.deletedWhen().isPresent())) {
      conf.problem("name", "newest_by and deleted_when need a key");
    }
  }

  private void checkPredicate(String sql) {
    try {
      new CatalystSqlParser().parseExpression(sql);
    } catch (Exception wrong) {
      conf.problem("deleted_when", "'" + sql + "' does not parse");
    }
  }

  private <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    String text = conf.text(key);
    for (E each : type.getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
    }
    if (!text.isBlank()) {
      List<String> known =
          Arrays.stream(type.getEnumConstants())
              .map(each -> each.name().toLowerCase(Locale.ROOT))
              .toList();
      conf.problem(key, "'%s' is none of %s".formatted(text, String.join(", ", known)));
    }
    return otherwise;
  }
}
