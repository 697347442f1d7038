package org.crmkpi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.crmkpi.publish.Publication.TableChange;

/** What was published before, kept beside the tables and committed with them. */
final class PublishLog {
  /** Name of the table. */
  static final String TABLE = "publish_log";

  private static final String CREATE =
      """
      create table if not exists %1$s (
        publication_id bigint not null,
        release_id text not null,
        as_of date not null,
        table_name text not null,
        state text not null,
        definition text not null,
        rows_count bigint not null,
        inserted_count bigint not null,
        deleted_count bigint not null,
        rows_hash bigint not null,
        published_at timestamp with time zone not null default now(),
        primary key (publication_id, table_name));
      comment on table %1$s is
        'One row for each table of each publication; the last publication is what readers see.';
      comment on column %1$s.publication_id is 'Counts publications from 1.';
      comment on column %1$s.release_id is 'Release of crm-kpi, the same in crm_ops.releases.';
      comment on column %1$s.as_of is 'Business day that the release ends with.';
      comment on column %1$s.table_name is 'Published table.';
      comment on column %1$s.state is 'Table and version of the store that the rows were read from.';
      comment on column %1$s.definition is 'Hash of columns, key, comments, indexes and rights.';
      comment on column %1$s.rows_count is 'Rows of the table.';
      comment on column %1$s.inserted_count is 'Rows that were new or had other values.';
      comment on column %1$s.deleted_count is 'Rows that were gone or had other values before.';
      comment on column %1$s.rows_hash is 'Exclusive or of the hashes of all rows.';
      comment on column %1$s.published_at is 'When the publication began.';
      """;

  private static final String LAST =
      """
      select publication_id, release_id, table_name, state, definition, rows_count, rows_hash
      from %1$s where publication_id = (select max(publication_id) from %1$s)
      """;

  private final Connection connection;
  private final String table;

  /** The newest publication. */
  record Last(long publication, String release, Map<String, Entry> tables) {}

  /** A table of the newest publication. */
  record Entry(String state, String definition, long rowsCount, long rowsHash) {}

  PublishLog(Connection connection, String schema) {
    this.connection = connection;
    this.table = Sql.name(schema, TABLE);
  }

  /** The newest publication; the table is made where it is missing. */
  Last last() throws SQLException {
    long publication = 0;
    String release = "";
    Map<String, Entry> tables = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE.formatted(table));
      try (ResultSet found = statement.executeQuery(LAST.formatted(table))) {
        while (found.next()) {
          publication = found.getLong(1);
          release = found.getString(2);
          tables.put(
              found.getString(3),
              new Entry(
                  found.getString(4), found.getString(5), found.getLong(6), found.getLong(7)));
        }
      }
    }
    return new Last(publication, release, tables);
  }

  void add(long publication, String release, LocalDate asOf, TableChange change, Entry entry)
      throws SQLException {
    String insert = "insert into " + table + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setLong(1, publication);
      statement.setString(2, release);
      statement.setObject(3, asOf);
      statement.setString(4, change.table());
      statement.setString(5, entry.state());
      statement.setString(6, entry.definition());
      statement.setLong(7, change.rowsCount());
      statement.setLong(8, change.insertedCount());
      statement.setLong(9, change.deletedCount());
      statement.setLong(10, entry.rowsHash());
      statement.executeUpdate();
    }
  }
}
