package org.crmkpi.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * One HOCON object, read key by key. Missing and mistyped keys become problems with file and line
 * and read as an empty value, or 1,, so that a file is checked to its end; {@link #done} reports
 * the keys that nobody asked for.
 */
public final class StrictConf {
  private final Config config;
  private final ConfigOrigin origin;
  private final String file;
  private final Problems problems;
  private final Set<String> asked = new HashSet<>();

  private StrictConf(Config config, ConfigOrigin origin, String file, Problems problems) {
    this.config = config;
    this.origin = origin;
    this.file = file;
    this.problems = problems;
  }

  /** An object that is in memory already; {@code file} is the name that problems show. */
  public static StrictConf of(Config config, String file, Problems problems) {
    return new StrictConf(config, config.root().origin(), file, problems);
  }

  /** Reads a file; one that is missing or does not parse is a problem and reads as empty. */
  public static StrictConf read(Path path, String shown, Problems problems) {
    return of(parse(path, shown, problems), shown, problems);
  }

  private static Config parse(Path path, String shown, Problems problems) {
    try {
      return ConfFile.parse(path, shown, problems).resolve();
    } catch (ConfigException wrong) {
      problems.add(shown, "does not parse: " + wrong.getMessage());
      return ConfigFactory.empty();
    }
  }

  /** File and line of this object. */
  public String where() {
    return place(origin);
  }

  /** File and line of a key, or of the object when the key is missing. */
  public String where(String key) {
    return config.hasPathOrNull(quoted(key))
        ? place(config.root().get(key).origin())
        : place(origin);
  }

  /** A required text that is not blank. */
  public String text(String key) {
    String value = required(key, "a text", Config::getString).orElse("");
    if (has(key) && value.isBlank()) {
      problems.add(where(key), "'" + key + "' is blank");
    }
    return value;
  }

  /** An optional text. */
  public Optional<String> optionalText(String key) {
    return has(key) ? required(key, "a text", Config::getString) : Optional.empty();
  }

  /** A text or its default. */
  public String text(String key, String otherwise) {
    return optionalText(key).orElse(otherwise);
  }

  /** A required list of texts. */
  public List<String> texts(String key) {
    return required(key, "a list of texts", Config::getStringList).orElse(List.of());
  }

  /** A list of texts, empty when the key is missing. */
  public List<String> optionalTexts(String key) {
    return has(key) ? texts(key) : List.of();
  }

  /** A list of texts, or its default; one text alone is a list of it. */
  public List<String> optionalTexts(String key, List<String> otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    return config.root().get(key).valueType() == ConfigValueType.LIST
        ? texts(key)
        : List.of(text(key));
  }

  /** The same object with the keys of another one where it has none of its own. */
  public StrictConf over(StrictConf other) {
    Config both = config.withFallback(other.config);
    return new StrictConf(both, both.isEmpty() ? origin : both.root().origin(), file, problems);
  }

  /** A required whole number. */
  public int whole(String key) {
    return required(key, "a whole number", Config::getInt).orElse(1);
  }

  /** A required number. */
  public double number(String key) {
    return required(key, "a number", Config::getDouble).orElse(0.0);
  }

  /** A flag, or its default when the key is missing. */
  public boolean flag(String key, boolean otherwise) {
    return has(key)
        ? required(key, "true or false", Config::getBoolean).orElse(otherwise)
        : otherwise;
  }

  /** A required value of any type, as Java sees it. */
  public Object any(String key) {
    return required(key, "a value", Config::getAnyRef).orElse("");
  }

  /** The objects of a list; empty when the key is missing. */
  public List<StrictConf> objects(String key) {
    if (!has(key)) {
      return List.of();
    }
    return required(key, "a list of objects", Config::getObjectList).orElse(List.of()).stream()
        .map(this::child)
        .toList();
  }

  /** A nested object; one without keys when it is missing. */
  public StrictConf object(String key) {
    ConfigObject none = ConfigFactory.empty().root();
    return child(has(key) ? required(key, "an object", Config::getObject).orElse(none) : none);
  }

  /** True when the value of the key is an object; a missing key is not. */
  public boolean isObject(String key) {
    return has(key) && config.root().get(key) instanceof ConfigObject;
  }

  /** All keys of this object, sorted, for objects whose keys are names. */
  public List<String> keys() {
    List<String> keys = config.root().keySet().stream().sorted().toList();
    asked.addAll(keys);
    return keys;
  }

  /** True when the key is present. */
  public boolean has(String key) {
    asked.add(key);
    return config.hasPath(quoted(key));
  }

  /** Notes a problem at a key of this object. */
  public void problem(String key, String what) {
    problems.add(where(key), what);
  }

  /** Reports keys that were never asked for; call it after the last key was read. */
  public void done() {
    for (var entry : config.root().entrySet()) {
      if (!asked.contains(entry.getKey())) {
        problems.add(
            place(entry.getValue().origin()),
            "unknown key '%s'; known here: %s"
                .formatted(entry.getKey(), String.join(", ", asked.stream().sorted().toList())));
      }
    }
  }

  private StrictConf child(ConfigObject object) {
    return new StrictConf(object.toConfig(), object.origin(), file, problems);
  }

  private <T> Optional<T> required(String key, String kind, BiFunction<Config, String, T> read) {
    if (!has(key)) {
      problems.add(where(), "'" + key + "' is missing; it is " + kind);
      return Optional.empty();
    }
    try {
      return Optional.of(read.apply(config, quoted(key)));
    } catch (ConfigException wrongType) {
      ConfigValue value = config.root().get(key);
      problems.add(
          place(value.origin()), "'%s' is %s, but must be %s".formatted(key, value.render(), kind));
      return Optional.empty();
    }
  }

  private String place(ConfigOrigin at) {
    String name = fileOf(at);
    return at.lineNumber() > 0 ? name + ":" + at.lineNumber() : name;
  }

  /** The file of a value; another than the object's own where files were laid over each other. */
  private String fileOf(ConfigOrigin at) {
    String path = at.filename();
    int conf = path == null || path.endsWith(file) ? -1 : path.lastIndexOf("/conf/");
    return conf < 0 ? file : path.substring(conf + 1);
  }

  private static String quoted(String key) {
    return com.typesafe.config.ConfigUtil.quoteString(key);
  }
}
