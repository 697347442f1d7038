package org.crmkpi.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.regex.Pattern;

/** Which keys are secrets, and that no file spells one out. */
public final class Secrets {
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|token|credential|access[._]key).*");

  private Secrets() {}

  /** The value as it may be shown. */
  public static String shown(String key, Object value) {
    return SECRET.matcher(key).matches() ? "******" : String.valueOf(value);
  }

  /** Notes every secret whose value stands in the file instead of in the environment. */
  static void check(Config unresolved, String file, Problems problems) {
    check(unresolved.root(), file, problems);
  }

  private static void check(ConfigObject object, String file, Problems problems) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      ConfigValue value = entry.getValue();
      if (value instanceof ConfigObject nested) {
        check(nested, file, problems);
      } else if (SECRET.matcher(entry.getKey()).matches() && isSpelledOut(value)) {
        problems.add(
            file + ":" + value.origin().lineNumber(),
            "'%s' is a secret; write %s = ${?ENVIRONMENT_VARIABLE}"
                .formatted(entry.getKey(), entry.getKey()));
      }
    }
  }

  private static boolean isSpelledOut(ConfigValue value) {
    try {
      value.valueType();
      return true;
    } catch (ConfigException.NotResolved fromTheEnvironment) {
      return false;
    }
  }
}
