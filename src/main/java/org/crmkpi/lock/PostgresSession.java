package org.crmkpi.lock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.crmkpi.config.LockSettings.InDatabase;

/**
 * One session of a PostgreSQL server, kept open as long as its lock is held. No statement waits
 * longer than the bounds below. Not for a pooler that shares sessions: {@link #hasLock} finds out.
 */
final class PostgresSession implements AutoCloseable {
  private static final String CONNECT_SECONDS = "10";
  private static final String ANSWER_SECONDS = "20";

  /** Silence of the client's machine after which the server ends the session: 30 + 3 x 10 s. */
  private static final String BOUNDS =
      """
      set lock_timeout = '10s';
      set statement_timeout = '15s';
      set tcp_keepalives_idle = 30;
      set tcp_keepalives_interval = 10;
      set tcp_keepalives_count = 3;
      select set_config(name, '0', false) from pg_settings where name = 'idle_session_timeout'
      """;

  private static final String FENCES =
      """
      create table if not exists crm_kpi_fences (
        warehouse text primary key,
        number bigint not null,
        holder text not null,
        taken_at timestamptz not null default now())
      """;

  /** Sessions of other warehouses may create the table in the same moment. */
  private static final String ONE_CREATOR = "select pg_advisory_xact_lock(0)";

  private static final String NUMBER =
      """
      insert into crm_kpi_fences as known (warehouse, number, holder) values (?, ? + 1, ?)
      on conflict (warehouse) do update
      set number = greatest(known.number + 1, excluded.number),
        holder = excluded.holder, taken_at = now()
      returning number
      """;

  private static final String HAS_LOCK =
      """
      select count(*) from pg_locks
      where locktype = 'advisory' and granted and objsubid = 1 and pid = pg_backend_pid()
        and (classid::bigint << 32 | objid::bigint) = ?
      """;

  private final Connection connection;
  private final String warehouse;

  private PostgresSession(Connection connection, String warehouse) {
    this.connection = connection;
    this.warehouse = warehouse;
  }

  static PostgresSession open(InDatabase settings, String warehouse) throws SQLException {
    Properties properties = new Properties();
    if (!settings.user().isBlank()) {
      properties.setProperty("user", settings.user());
    }
    if (!settings.password().isBlank()) {
      properties.setProperty("password", settings.password());
    }
    properties.setProperty("ApplicationName", "crm-kpi");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection = DriverManager.getConnection(settings.url(), properties);
    PostgresSession session = new PostgresSession(connection, warehouse);
    session.execute(BOUNDS);
    return session;
  }

  /** Takes the lock unless another session has it. */
  boolean tryLock() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
      query.setLong(1, key());
      return first(query).getBoolean(1);
    }
  }

  boolean hasLock() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(HAS_LOCK)) {
      query.setLong(1, key());
      return first(query).getLong(1) == 1;
    }
  }

  /** Creates the table of numbers where it is missing. */
  void createFences() throws SQLException {
    if (hasFences()) {
      return;
    }
    connection.setAutoCommit(false);
    execute(ONE_CREATOR);
    execute(FENCES);
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Gives this session the next number. */
  Holder number(long seen) throws SQLException {
    Holder unnumbered = Holder.here(0);
    try (PreparedStatement next = connection.prepareStatement(NUMBER)) {
      next.setString(1, warehouse);
      next.setLong(2, seen);
      next.setString(3, unnumbered.who());
      return new Holder(first(next).getLong(1), unnumbered.who());
    }
  }

  /** Who took the lock last. */
  Holder newest() throws SQLException {
    if (!hasFences()) {
      return Holder.NOBODY;
    }
    String text = "select number, holder from crm_kpi_fences where warehouse = ?";
    try (PreparedStatement query = connection.prepareStatement(text)) {
      query.setString(1, warehouse);
      ResultSet found = query.executeQuery();
      return found.next() ? new Holder(found.getLong(1), found.getString(2)) : Holder.NOBODY;
    }
  }

  private boolean hasFences() throws SQLException {
    String text = "select to_regclass('crm_kpi_fences') is not null";
    try (PreparedStatement query = connection.prepareStatement(text)) {
      return first(query).getBoolean(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static ResultSet first(PreparedStatement query) throws SQLException {
    ResultSet rows = query.executeQuery();
    rows.next();
    return rows;
  }

  /** One number for each warehouse, the same on every machine. */
  private long key() {
    try {
      byte[] text = ("crm-kpi " + warehouse).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** Ends the session, and with it the lock. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException alreadyGone) {
      // The server ends a session that it cannot reach; there is nothing left to do.
    }
  }
}
