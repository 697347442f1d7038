package org.crmkpi.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The databases that releases are published to.
 *
 * @param afterRun names of those that every run publishes to at its end
 * @param dimensions tables of crm_core that are published beside the KPI tables
 * @param targets all databases, by name
 */
public record PublishSettings(
    List<String> afterRun, List<String> dimensions, Map<String, Target> targets) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final int MOST_SECONDS = 86_400;

  /**
   * A database.
   *
   * @param schema where the tables are
   * @param reader role that may read them; blank for none
   * @param lockSeconds how long a statement waits for somebody else's lock
   * @param statementSeconds how long a statement may take
   */
  public record Target(
      String url,
      String user,
      String password,
      String schema,
      String reader,
      int lockSeconds,
      int statementSeconds) {
    /** No more than where the server is and how it is spoken to in private. */
    private static final Pattern POSTGRESQL =
        Pattern.compile(
            "jdbc:postgresql://[\\w.\\-]+(:\\d+)?(,[\\w.\\-]+(:\\d+)?)*/[\\w\\-]+"
                + "(\\?(ssl(mode|rootcert|cert|key)|targetServerType)=[^&]+"
                + "(&(ssl(mode|rootcert|cert|key)|targetServerType)=[^&]+)*)?");

    @Override
    public String toString() {
      return "Target[" + url + ", " + user + ", " + schema + "]";
    }
  }

  /** Reads the object {@code publish}. */
  static PublishSettings read(StrictConf conf) {
    List<String> afterRun = conf.optionalTexts("after_run");
    List<String> dimensions = conf.optionalTexts("dimensions");
    Map<String, Target> targets = new TreeMap<>();
    StrictConf databases = conf.object("to");
    for (String name : databases.keys()) {
      targets.put(name, target(databases.object(name), afterRun.contains(name)));
    }
    for (String name : afterRun) {
      if (!targets.containsKey(name)) {
        conf.problem("after_run", "'" + name + "' is no database of publish.to");
      }
    }
    databases.done();
    conf.done();
    return new PublishSettings(afterRun, dimensions, targets);
  }

  private static Target target(StrictConf conf, boolean isNeeded) {
    String url = isNeeded ? conf.text("url") : conf.text("url", "");
    if (!url.isBlank() && !Target.POSTGRESQL.matcher(url).matches()) {
      conf.problem(
          "url",
          "'url' must be jdbc:postgresql://host/database, with sslmode, sslrootcert, sslcert,"
              + " sslkey and targetServerType as its only parameters");
    }
    Target target =
        new Target(
            url,
            conf.text("user", ""),
            conf.text("password", ""),
            name(conf, "schema", conf.text("schema")),
            name(conf, "reader", conf.text("reader", "")),
            seconds(conf, "lock_seconds"),
            seconds(conf, "statement_seconds"));
    conf.done();
    return target;
  }

  private static String name(StrictConf conf, String key, String value) {
    if (!value.isBlank() && !NAME.matcher(value).matches()) {
      conf.problem(
          key,
          "'%s' is '%s': a name has lower case letters, digits and _, 63 at most"
              .formatted(key, value));
    }
    return value;
  }

  private static int seconds(StrictConf conf, String key) {
    int value = conf.whole(key);
    if (value < 1 || value > MOST_SECONDS) {
      conf.problem(
          key, "'%s' is %d, but must be between 1 and %d".formatted(key, value, MOST_SECONDS));
    }
    return value;
  }
}
