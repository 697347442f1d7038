package org.crmkpi.publish;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.PublishSettings.Target;
import org.crmkpi.publish.Publication.TableChange;
import org.crmkpi.publish.PublishLog.Entry;
import org.crmkpi.publish.PublishLog.Last;
import org.crmkpi.warehouse.Releases.Release;

/**
 * A PostgreSQL database. The rows of all tables that changed are staged and checked first; then the
 * live tables get what differs. All of it is one transaction: whenever it ends early, readers keep
 * what they saw. No statement waits longer than the settings say, and readers never wait, except
 * for a table whose columns change.
 */
final class PostgresTarget {
  private static final String CONNECT_SECONDS = "10";
  private static final int GRACE_SECONDS = 30;

  private final Target target;
  private final String where;
  private final SparkSession spark;

  PostgresTarget(Target target, String where, SparkSession spark) {
    this.target = target;
    this.where = where;
    this.spark = spark;
  }

  Publication publish(Release release, List<PublishedTable> tables, boolean anew) {
    String step = "connecting";
    try (Connection connection = open()) {
      step = "preparing the schema " + target.schema();
      begin(connection);
      PublishLog log = new PublishLog(connection, target.schema());
      Last last = log.last();
      if (!anew && last.release().equals(release.id())) {
        connection.rollback();
        return new Publication(release.id(), release.asOf(), false, List.of());
      }
      Map<PublishedTable, LiveTable> live = new LinkedHashMap<>();
      for (PublishedTable table : tables) {
        live.put(table, new LiveTable(connection, target.schema(), target.reader(), table));
      }
      Staging staging = new Staging(connection, spark);
      Map<PublishedTable, Staged> staged = new LinkedHashMap<>();
      for (PublishedTable table : tables) {
        step = "staging " + table.name();
        Entry before = last.tables().get(table.name());
        boolean isThere =
            before != null && before.state().equals(table.state()) && live.get(table).fits();
        if (anew || !isThere) {
          staged.put(table, staging.stage(table));
        }
      }
      List<TableChange> changes = new ArrayList<>();
      for (PublishedTable table : tables) {
        step = "writing " + table.name();
        Entry before = last.tables().get(table.name());
        TableChange change = apply(live.get(table), table, staged.get(table), before);
        Staged rows = staged.get(table);
        long hash = rows == null ? before.rowsHash() : rows.rowsHash();
        Entry entry =
            new Entry(table.state(), live.get(table).definition(), table.rowsCount(), hash);
        log.add(last.publication() + 1, release.id(), release.asOf(), change, entry);
        changes.add(change);
      }
      step = "committing";
      connection.commit();
      return new Publication(release.id(), release.asOf(), true, changes);
    } catch (SQLException failed) {
      throw failure(failed, step);
    }
  }

  private static TableChange apply(
      LiveTable live, PublishedTable table, Staged staged, Entry before) throws SQLException {
    TableChange change = new TableChange(table.name(), table.rowsCount(), 0, 0, 0);
    if (staged != null) {
      live.shape();
      change = live.replace(staged);
    }
    if (before == null || staged != null || !before.definition().equals(live.definition())) {
      live.describe();
    }
    return change;
  }

  private Connection open() throws SQLException {
    Properties properties = new Properties();
    if (!target.user().isBlank()) {
      properties.setProperty("user", target.user());
    }
    if (!target.password().isBlank()) {
      properties.setProperty("password", target.password());
    }
    properties.setProperty("ApplicationName", "crm-kpi publish");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty(
        "socketTimeout", String.valueOf(target.statementSeconds() + GRACE_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(target.url(), properties);
  }

  private void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '%ds'".formatted(target.lockSeconds()));
      statement.execute("set local statement_timeout = '%ds'".formatted(target.statementSeconds()));
      statement.execute("set local datestyle = 'ISO'");
      statement.execute("set local standard_conforming_strings = on");
    }
    if (!isTrue(
        connection,
        "select pg_try_advisory_xact_lock(hashtextextended(?, 0))",
        "crm-kpi publish " + target.schema())) {
      throw CrmFailure.of(
          Category.LOCKED,
          where,
          "another process is publishing to the schema " + target.schema(),
          "",
          "wait until it is done.");
    }
    createSchema(connection);
    createReader(connection);
  }

  /** Asks first: whoever may not create schemas may still fill one that is there. */
  private void createSchema(Connection connection) throws SQLException {
    if (!isTrue(connection, "select to_regnamespace(?) is not null", target.schema())) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("create schema " + Sql.name(target.schema()));
      }
    }
  }

  private void createReader(Connection connection) throws SQLException {
    if (target.reader().isEmpty()) {
      return;
    }
    String reader = Sql.name(target.reader());
    if (!isTrue(
        connection, "select exists (select from pg_roles where rolname = ?)", target.reader())) {
      if (!isTrue(
          connection,
          "select rolcreaterole or rolsuper from pg_roles where rolname = current_user and ? <> ''",
          target.reader())) {
        throw CrmFailure.of(
            Category.OUTSIDE,
            where + ".reader",
            "the role %s is missing and this user may not create it; nothing was published"
                .formatted(target.reader()),
            "",
            "let an administrator run: create role %s nologin; or set reader = \"\""
                .formatted(reader));
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("create role %s nologin".formatted(reader));
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "grant usage on schema %s to %s".formatted(Sql.name(target.schema()), reader));
    }
  }

  private static boolean isTrue(Connection connection, String sql, String argument)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, argument);
      ResultSet found = query.executeQuery();
      return found.next() && found.getBoolean(1);
    }
  }

  private CrmFailure failure(SQLException failed, String step) {
    String state = String.valueOf(failed.getSQLState());
    String next =
        switch (state) {
          case "55P03" -> "find who holds a lock on it (pg_locks), then crm-kpi publish again.";
          case "57014" -> "raise statement_seconds or see what the server waits for, then again.";
          case "42501" -> "let the owner of the schema grant what is missing.";
          case "2BP01", "0A000", "42P16" ->
              "drop the view that is named here, publish, and make it again.";
          case "28P01", "28000" -> "check user and password in the environment.";
          default -> "check the server, then crm-kpi publish again.";
        };
    return CrmFailure.because(
        failed,
        Category.OUTSIDE,
        where + " " + target.url().replaceAll("\\?.*", "") + ", " + step,
        "failed; readers there see what they saw before",
        next);
  }
}
