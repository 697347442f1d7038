package org.crmkpi.publish;

import java.util.List;
import java.util.stream.Collectors;

/** Names and texts inside SQL. */
final class Sql {
  private Sql() {}

  /** A name in double quotes. */
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A name of a schema. */
  static String name(String schema, String name) {
    return name(schema) + "." + name(name);
  }

  /** Names with commas between. */
  static String names(List<String> names) {
    return names.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /** A text in single quotes; the sessions read backslashes as they are. */
  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
