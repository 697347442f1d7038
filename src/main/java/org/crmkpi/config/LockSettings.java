package org.crmkpi.config;

import java.util.regex.Pattern;

/** Where the runs on one warehouse meet, so that one writes at a time. */
public sealed interface LockSettings {
  /** A file in the warehouse, which must be a folder of this machine. */
  record InFile() implements LockSettings {}

  /**
   * A session of a PostgreSQL server; user and password may be blank where the server or the JDBC
   * driver knows them.
   */
  record InDatabase(String url, String user, String password) implements LockSettings {
    /** One server: a session lock is not known to its standbys. */
    private static final Pattern URL =
        Pattern.compile(
            "jdbc:postgresql://[\\w.\\-]+(:\\d+)?/[\\w\\-]+"
                + "(\\?ssl(mode|rootcert|cert|key)=[^&]+(&ssl(mode|rootcert|cert|key)=[^&]+)*)?");

    @Override
    public String toString() {
      return "InDatabase[" + url + ", " + user + "]";
    }
  }

  /** Reads the object {@code lock}. */
  static LockSettings read(StrictConf conf) {
    String kind = conf.text("kind");
    String user = conf.text("user", "");
    String password = conf.text("password", "");
    boolean inDatabase = kind.equals("database");
    String url = inDatabase ? conf.text("url") : conf.text("url", "");
    if (!inDatabase && conf.has("kind") && !kind.equals("file")) {
      conf.problem("kind", "'kind' is '" + kind + "', but must be file or database");
    }
    if (inDatabase && conf.has("url") && !InDatabase.URL.matcher(url).matches()) {
      conf.problem(
          "url",
          "'url' must be jdbc:postgresql://host/database, with sslmode, sslrootcert, sslcert and"
              + " sslkey as its only parameters");
    }
    conf.done();
    return inDatabase ? new InDatabase(url, user, password) : new InFile();
  }
}
