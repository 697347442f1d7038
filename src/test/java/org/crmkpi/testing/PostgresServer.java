package org.crmkpi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.crmkpi.config.LockSettings;

/** A PostgreSQL server of a test's own, on a free port of the loopback interface. */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "crm";
  private static final String PASSWORD = "a password with 'quotes'";

  private final Path programs;
  private final String folder;
  private final int port;

  private PostgresServer(Path programs, String folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /** Starts a server; skips the test where none is installed. */
  public static PostgresServer start() {
    Path programs = Tools.postgres();
    String folder = asUser("mktemp", "-d", "/tmp/crm-kpi-postgres.XXXXXX");
    PostgresServer server = new PostgresServer(programs, folder, freePort());
    asUser("sh", "-c", "printf %s \"$1\" > \"$2\"", "sh", PASSWORD, folder + "/password");
    asUser(
        server.program("initdb"),
        "--pgdata=" + folder + "/data",
        "--username=" + USER,
        "--pwfile=" + folder + "/password",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-sync");
    server.control(
        "--options=-p %d -c listen_addresses=127.0.0.1 -k %s -c fsync=off"
            .formatted(server.port, folder),
        "start");
    return server;
  }

  /** The lock settings of a run that meets others here. */
  public LockSettings.InDatabase lock() {
    return new LockSettings.InDatabase(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, PASSWORD);
  }

  /** The first cell of a query. */
  public String value(String sql) {
    try (Connection connection = DriverManager.getConnection(lock().url(), USER, PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    } catch (SQLException wrong) {
      throw new IllegalStateException(sql, wrong);
    }
  }

  /** Ends the sessions that hold a lock, as a server does with a client that vanished. */
  public int endLockingSessions() {
    return Integer.parseInt(
        value(
            "select count(*) from (select pg_terminate_backend(pid, 10000) from pg_locks"
                + " where locktype = 'advisory' and granted) as ended"));
  }

  @Override
  public void close() {
    control("--mode=immediate", "stop");
    asUser("rm", "-rf", folder);
  }

  private void control(String option, String action) {
    asUser(
        program("pg_ctl"),
        "--pgdata=" + folder + "/data",
        "--log=" + folder + "/log",
        "--wait",
        option,
        action);
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }

  /** The server refuses to run as root. */
  private static String asUser(String... command) {
    List<String> all = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      all.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    all.addAll(List.of(command));
    return Tools.run(all.toArray(String[]::new));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }
}
