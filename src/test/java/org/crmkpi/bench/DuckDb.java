package org.crmkpi.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.crmkpi.config.Parameter;
import org.crmkpi.run.Arguments;

/** A DuckDB of this process with two threads, in which days begin in the business zone. */
final class DuckDb implements AutoCloseable {
  private final Connection connection;

  private DuckDb(Connection connection) {
    this.connection = connection;
  }

  /** Opens an empty database; what does not fit into memory goes to the folder. */
  static DuckDb open(Path scratch) {
    try {
      DuckDb duck = new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
      duck.execute("set threads = 2; set preserve_insertion_order = false");
      duck.execute("set temp_directory = '%s'".formatted(scratch));
      return duck;
    } catch (SQLException missing) {
      throw new IllegalStateException("DuckDB does not start", missing);
    }
  }

  /** Sets the business zone, and a variable for each parameter that queries may name. */
  void setVariables(Arguments arguments) {
    execute("set TimeZone = " + literal(arguments.business().text("zone")));
    for (Parameter parameter : arguments.business().parameters().values()) {
      setVariable(parameter.name(), parameter.value());
    }
    setVariable(Arguments.AS_OF, arguments.asOf());
  }

  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException wrong) {
      throw new IllegalStateException("DuckDB refuses\n" + sql, wrong);
    }
  }

  /** The first cell of every row, as text. */
  List<String> texts(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException wrong) {
      throw new IllegalStateException("DuckDB refuses\n" + sql, wrong);
    }
  }

  /** The number that a query returns. */
  long number(String sql) {
    return Long.parseLong(texts(sql).get(0));
  }

  /** Names of the columns of a query. */
  List<String> columns(String query) {
    return texts("select column_name from (describe " + query + ")");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private void setVariable(String name, Object value) {
    execute("set variable %s = %s".formatted(name, literal(value)));
  }

  private static String literal(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(DuckDb::literal).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Double number) {
      return "cast(%s as double)".formatted(number);
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    String quoted = "'" + value.toString().replace("'", "''") + "'";
    return value instanceof LocalDate ? "date " + quoted : quoted;
  }
}
