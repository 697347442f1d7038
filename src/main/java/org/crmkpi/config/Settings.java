package org.crmkpi.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings of the job: conf/crm.conf, with the values of an environment laid over it.
 *
 * @param warehouse folder or URL of all tables
 * @param parallelTables tables that are computed side by side
 * @param shufflePartitions partitions of a shuffle over many rows
 * @param mayRunNatively whether queries run on native code where its library loads
 * @param fewRows a table is computed anew when it and its inputs have fewer rows
 * @param rejectedShareLimit share of a feed's rows, 0 to 1, that may be rejected
 * @param retentionDays how long releases stay readable after a newer one came
 * @param lock where the runs on the warehouse meet
 * @param publish the databases that releases are published to
 * @param hadoop settings of stores, passed on as they are
 * @param business other values for business parameters
 */
public record Settings(
    String warehouse,
    int parallelTables,
    int shufflePartitions,
    boolean mayRunNatively,
    int fewRows,
    double rejectedShareLimit,
    int retentionDays,
    LockSettings lock,
    PublishSettings publish,
    Map<String, String> hadoop,
    Map<String, Object> business) {

  private static final String FILE = "conf/crm.conf";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");

  /**
   * To read many parts of a file at once hides the latency of a remote store. A local disk has
   * none; Hadoop then hands each part to another thread, which takes longer than to read them all.
   */
  private static final String RANGES_AT_ONCE = "parquet.hadoop.vectored.io.enabled";

  private static final int MOST_PARALLEL_TABLES = 256;
  private static final int MOST_SHUFFLE_PARTITIONS = 100_000;
  private static final int MOST_RETENTION_DAYS = 36_500;

  /**
   * Keys of earlier versions and what replaced them. A retired key fails loudly instead of being
   * ignored.
   */
  static final Map<String, String> RETIRED =
      Map.of("threads", "run.parallel_tables", "base_dir", "warehouse");

  /**
   * What the Spark session is opened with.
   *
   * @param root folder or URL of all tables
   */
  public Map<String, String> sparkSettings(String root) {
    Map<String, String> spark = new TreeMap<>();
    spark.put("spark.sql.shuffle.partitions", String.valueOf(shufflePartitions));
    spark.put("spark.sql.adaptive.enabled", "false");
    spark.put("spark.hadoop." + RANGES_AT_ONCE, String.valueOf(!isLocal(root)));
    hadoop.forEach((key, value) -> spark.put("spark.hadoop." + key, value));
    return spark;
  }

  private static boolean isLocal(String root) {
    return root.startsWith("file:") || !root.contains("://");
  }

  /** Reads the settings of the project at {@code home}; problems are gathered, not thrown. */
  public static Settings read(Path home, Optional<String> environment, Problems problems) {
    Config base = ConfFile.parse(home.resolve(FILE), FILE, problems);
    Config over =
        environment.map(name -> environment(home, name, problems)).orElse(ConfigFactory.empty());
    Secrets.check(base, FILE, problems);
    environment.ifPresent(name -> Secrets.check(over, "conf/env/" + name + ".conf", problems));
    return of(StrictConf.of(over.withFallback(base).resolve(), FILE, problems));
  }

  private static Config environment(Path home, String name, Problems problems) {
    if (!NAME.matcher(name).matches()) {
      problems.add("--env " + name, "a name has lower case letters, digits, _ and -");
      return ConfigFactory.empty();
    }
    String file = "conf/env/" + name + ".conf";
    return ConfFile.parse(home.resolve(file), file, problems);
  }

  private static Settings of(StrictConf conf) {
    RETIRED.forEach(
        (old, now) -> {
          if (conf.has(old)) {
            conf.problem(old, "'" + old + "' is retired; use '" + now + "'");
          }
        });
    StrictConf run = conf.object("run");
    StrictConf load = conf.object("load");
    StrictConf retention = conf.object("retention");
    Settings settings =
        new Settings(
            conf.text("warehouse"),
            between(run, "parallel_tables", MOST_PARALLEL_TABLES),
            between(run, "shuffle_partitions", MOST_SHUFFLE_PARTITIONS),
            mayRunNatively(run),
            run.whole("few_rows"),
            share(load, "rejected_share_limit"),
            between(retention, "days", MOST_RETENTION_DAYS),
            LockSettings.read(conf.object("lock")),
            PublishSettings.read(conf.object("publish")),
            texts(conf.object("hadoop")),
            values(conf.object("business")));
    run.done();
    load.done();
    retention.done();
    conf.done();
    return settings;
  }

  private static boolean mayRunNatively(StrictConf run) {
    String value = run.text("native");
    if (!Set.of("auto", "off", "").contains(value)) {
      run.problem("native", "'native' is '" + value + "', but must be auto or off");
    }
    return value.equals("auto");
  }

  private static int between(StrictConf conf, String key, int most) {
    int value = conf.whole(key);
    if (value < 1 || value > most) {
      conf.problem(key, "'%s' is %d, but must be between 1 and %d".formatted(key, value, most));
    }
    return value;
  }

  private static double share(StrictConf conf, String key) {
    double value = conf.number(key);
    if (value < 0 || value > 1) {
      conf.problem(key, "'" + key + "' is " + value + ", but must be between 0 and 1");
    }
    return value;
  }

  private static Map<String, String> texts(StrictConf conf) {
    Map<String, String> texts = new TreeMap<>();
    values(conf).forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  private static Map<String, Object> values(StrictConf conf) {
    Map<String, Object> values = new TreeMap<>();
    conf.keys().forEach(key -> values.put(key, conf.any(key)));
    return values;
  }
}
