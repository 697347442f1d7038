package org.crmkpi.publish;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.crmkpi.publish.Publication.TableChange;

/**
 * A table that readers see. It is changed where it stands and never made anew, so rights and views
 * of other people stay; columns that somebody added stay too.
 */
final class LiveTable {
  private static final String COLUMNS =
      """
      select attname, format_type(atttypid, atttypmod), attnotnull
      from pg_attribute
      where attrelid = to_regclass(?) and attnum > 0 and not attisdropped
      order by attnum
      """;

  private static final String KEY =
      """
      select conname, array_to_string(array(
        select attname from pg_attribute a, unnest(conkey) with ordinality k(number, place)
        where a.attrelid = conrelid and a.attnum = k.number order by k.place), ',')
      from pg_constraint where conrelid = to_regclass(?) and contype = 'p'
      """;

  private final Connection connection;
  private final PublishedTable table;
  private final String schema;
  private final String reader;
  private final String live;

  LiveTable(Connection connection, String schema, String reader, PublishedTable table) {
    this.connection = connection;
    this.table = table;
    this.schema = schema;
    this.reader = reader;
    this.live = Sql.name(schema, table.name());
  }

  /** True when the table has the columns, the key and the view that it should. */
  boolean fits() throws SQLException {
    Map<String, String> found = columns();
    boolean hasColumns =
        table.columns().stream().allMatch(c -> c.type().equals(found.get(c.name())));
    return hasColumns && table.key().equals(key().columns()) && hasView();
  }

  private boolean hasView() throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select to_regclass(?) is not null")) {
      query.setString(1, view());
      ResultSet found = query.executeQuery();
      return !table.isDimension() || (found.next() && found.getBoolean(1));
    }
  }

  /** Makes the columns and the key what they should be. */
  void shape() throws SQLException {
    Map<String, String> found = columns();
    if (found.isEmpty()) {
      create();
      return;
    }
    for (PublishedColumn column : table.columns()) {
      String type = found.get(column.name());
      if (type == null) {
        execute(
            "alter table %s add column %s %s"
                .formatted(live, Sql.name(column.name()), column.type()));
      } else if (!type.equals(column.type())) {
        execute(
            "alter table %1$s alter column %2$s type %3$s using %2$s::text::%3$s"
                .formatted(live, Sql.name(column.name()), column.type()));
      }
    }
  }

  private void create() throws SQLException {
    String columns =
        table.columns().stream()
            .map(column -> Sql.name(column.name()) + " " + column.type())
            .collect(Collectors.joining(", "));
    execute("create table %s (%s)".formatted(live, columns));
  }

  /** Gives the table the staged rows; rows that are the same are not touched. */
  TableChange replace(Staged staged) throws SQLException {
    long began = System.nanoTime();
    List<String> names = table.columnNames();
    String same = "(%s) is not distinct from (%s)".formatted(each("s", names), each("l", names));
    String sameKey =
        table.key().stream()
            .map(Sql::name)
            .map(name -> "s.%1$s = l.%1$s".formatted(name))
            .collect(Collectors.joining(" and "));
    Key key = key();
    if (!key.name().isEmpty() && !key.columns().equals(table.key())) {
      execute("alter table %s drop constraint %s".formatted(live, Sql.name(key.name())));
    }
    long deleted =
        update(
            "delete from %s as l where not exists (select from %s as s where %s and %s)"
                .formatted(live, staged.name(), sameKey, same));
    long inserted =
        update(
            "insert into %1$s (%2$s) select %2$s from %3$s as s where not exists (select from %1$s as l where %4$s)"
                .formatted(live, Sql.names(names), staged.name(), sameKey));
    if (!key().columns().equals(table.key())) {
      execute("alter table %s add primary key (%s)".formatted(live, Sql.names(table.key())));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new TableChange(table.name(), table.rowsCount(), inserted, deleted, seconds);
  }

  /** Comments, indexes, the view of a dimension, and the rights of the reader. */
  void describe() throws SQLException {
    for (String statement : description()) {
      execute(statement);
    }
  }

  /** Changes with what {@link #describe} does and with the shape. */
  String definition() {
    String all = table.columns() + "\n" + table.key() + "\n" + String.join("\n", description());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private List<String> description() {
    List<String> statements = new ArrayList<>();
    statements.add("comment on table %s is %s".formatted(live, Sql.text(table.about())));
    for (PublishedColumn column : table.columns()) {
      statements.add(
          "comment on column %s.%s is %s"
              .formatted(live, Sql.name(column.name()), Sql.text(column.about())));
    }
    for (List<String> index : table.indexes()) {
      statements.add(
          "create index if not exists %s on %s (%s)"
              .formatted(Sql.name(table.name() + "_by_" + index.get(0)), live, Sql.names(index)));
    }
    if (table.isDimension()) {
      statements.addAll(viewed());
    }
    if (!reader.isEmpty()) {
      statements.add("revoke all on %s from %s".formatted(live, Sql.name(reader)));
      statements.add(
          table.hasPersonal()
              ? "grant select (%s) on %s to %s"
                  .formatted(Sql.names(table.impersonal()), live, Sql.name(reader))
              : "grant select on %s to %s".formatted(live, Sql.name(reader)));
    }
    return statements;
  }

  private String view() {
    return Sql.name(schema, "dim_" + table.name());
  }

  private List<String> viewed() {
    String view = view();
    List<String> statements = new ArrayList<>();
    statements.add(
        "create or replace view %s as select %s from %s"
            .formatted(view, Sql.names(table.impersonal()), live));
    statements.add("comment on view %s is %s".formatted(view, Sql.text(table.about())));
    table.columns().stream()
        .filter(column -> !column.isPersonal())
        .map(
            column ->
                "comment on column %s.%s is %s"
                    .formatted(view, Sql.name(column.name()), Sql.text(column.about())))
        .forEach(statements::add);
    if (!reader.isEmpty()) {
      statements.add("grant select on %s to %s".formatted(view, Sql.name(reader)));
    }
    return statements;
  }

  private Map<String, String> columns() throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, live);
      ResultSet found = query.executeQuery();
      while (found.next()) {
        columns.put(found.getString(1), found.getString(2));
      }
    }
    return columns;
  }

  private record Key(String name, List<String> columns) {}

  private Key key() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(KEY)) {
      query.setString(1, live);
      ResultSet found = query.executeQuery();
      return found.next()
          ? new Key(found.getString(1), List.of(found.getString(2).split(",", -1)))
          : new Key("", List.of());
    }
  }

  private static String each(String alias, List<String> names) {
    return names.stream()
        .map(name -> alias + "." + Sql.name(name))
        .collect(Collectors.joining(", "));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long update(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeLargeUpdate(sql);
    }
  }
}
