package org.crmkpi.table;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.crmkpi.config.StrictConf;

/** Reads how a table follows its inputs. */
final class RefreshReader {
  private final StrictConf conf;

  private RefreshReader(StrictConf conf) {
    this.conf = conf;
  }

  /** Reads the key {@code refresh} of a table.conf. */
  static Refresh read(StrictConf conf) {
    return new RefreshReader(conf).refresh();
  }

  private Refresh refresh() {
    if (conf.isObject("refresh")) {
      StrictConf kind = conf.object("refresh");
      Refresh refresh = ofObject(kind);
      kind.done();
      return refresh;
    }
    String kind = conf.text("refresh");
    return switch (kind) {
      case "rebuild" -> new Refresh.Rebuild();
      case "load" -> new Refresh.Load();
      case "record" -> new Refresh.Recorded();
      default -> unknown(kind);
    };
  }

  private static Refresh ofObject(StrictConf kind) {
    if (kind.has("history-of")) {
      return new Refresh.Load(Optional.of(kind.text("history-of")));
    }
    return kind.has("fitted") ? fitted(kind) : keyed(kind);
  }

  private Refresh unknown(String kind) {
    conf.problem(
        "refresh",
        "refresh '"
            + kind
            + "' is none of rebuild, load, record, { history-of }, { by-key }, { summed-by }, { fitted }");
    return new Refresh.Rebuild();
  }

  private static Refresh fitted(StrictConf kind) {
    int days = kind.whole("refit-after-days");
    if (days < 1) {
      kind.problem("refit-after-days", "refit-after-days is " + days + ", but must be at least 1");
    }
    Optional<Double> share =
        kind.has("refit-share") ? Optional.of(kind.number("refit-share")) : Optional.empty();
    share
        .filter(each -> each <= 0)
        .ifPresent(
            each ->
                kind.problem("refit-share", "refit-share is " + each + ", but must be above 0"));
    return new Refresh.Fitted(
        kind.text("fitted"), kind.text("counted-in"), Math.max(1, days), share);
  }

  private static Refresh keyed(StrictConf kind) {
    Map<String, String> through = queries(kind.object("through"));
    Map<String, String> needs = queries(kind.object("needs"));
    return kind.has("summed-by")
        ? new Refresh.Summed(kind.texts("summed-by"), kind.text("counted-in"), through, needs)
        : new Refresh.ByKey(kind.texts("by-key"), through, needs);
  }

  private static Map<String, String> queries(StrictConf conf) {
    Map<String, String> queries = new TreeMap<>();
    conf.keys().forEach(input -> queries.put(input, conf.text(input)));
    conf.done();
    return queries;
  }
}
