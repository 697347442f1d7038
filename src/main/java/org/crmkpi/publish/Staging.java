package org.crmkpi.publish;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Brings the rows of a table to the server, and proves that they arrived. */
final class Staging {
  /** Bytes that are sent at once. */
  private static final int BUFFER = 1 << 16;

  private final Connection connection;
  private final SparkSession spark;

  Staging(Connection connection, SparkSession spark) {
    this.connection = connection;
    this.spark = spark;
  }

  /** Stages all rows until the transaction ends. */
  Staged stage(PublishedTable table) throws SQLException {
    String name = Sql.name("staged_" + table.name());
    String columns =
        table.columns().stream()
            .map(column -> Sql.name(column.name()) + " " + column.type())
            .collect(Collectors.joining(", "));
    execute("create temporary table %s (%s) on commit drop".formatted(name, columns));
    RowText text = new RowText(table.columns());
    copy(table, name, text);
    check(table, name, text);
    execute("analyze " + name);
    return new Staged(table, name, text.hash());
  }

  private void copy(PublishedTable table, String name, RowText text) throws SQLException {
    CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + name + " from stdin");
    try {
      byte[] buffer = new byte[BUFFER];
      int filled = 0;
      Iterator<Row> rows = table.rows(spark);
      while (rows.hasNext()) {
        byte[] line = text.line(rows.next());
        if (filled + line.length > BUFFER) {
          copy.writeToCopy(buffer, 0, filled);
          filled = 0;
        }
        if (line.length > BUFFER) {
          copy.writeToCopy(line, 0, line.length);
        } else {
          System.arraycopy(line, 0, buffer, filled, line.length);
          filled += line.length;
        }
      }
      copy.writeToCopy(buffer, 0, filled);
      copy.endCopy();
    } catch (SQLException | CrmFailure known) {
      throw known;
    } catch (Exception unreadable) {
      throw CrmFailure.because(
          unreadable,
          Category.OUTSIDE,
          table.name(),
          "version %d cannot be read; nothing was published".formatted(table.version().number()),
          "publish a newer release: those older than retention.days are gone.");
    }
  }

  private void check(PublishedTable table, String name, RowText text) throws SQLException {
    long count;
    long hash;
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(RowText.hashSql(name, table.columns()))) {
      found.next();
      count = found.getLong(1);
      hash = found.getLong(2);
    }
    if (count != table.rowsCount() || count != text.rows() || hash != text.hash()) {
      throw CrmFailure.of(
          Category.OUTSIDE,
          table.name(),
          "what arrived at the server is not what was sent; nothing was published",
          "rows of the release %,d, sent %,d with hash %016x, arrived %,d with hash %016x"
              .formatted(table.rowsCount(), text.rows(), text.hash(), count, hash),
          "publish again; if it stays so, check the store and the server.");
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
