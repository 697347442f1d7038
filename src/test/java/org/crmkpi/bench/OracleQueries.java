package org.crmkpi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The DuckDB queries, one file a table, written from the definitions and not from query.sql. What a
 * query reads is found in its text, so it may take another way than the catalogue does.
 */
final class OracleQueries {
  private static final String SUFFIX = ".sql";
  private static final Pattern COMMENT_OR_TEXT = Pattern.compile("--[^\n]*|'[^']*'");
  private static final Pattern NO_WORD = Pattern.compile("\\W+");

  private final String macros;
  private final Map<String, String> queries;

  private OracleQueries(String macros, Map<String, String> queries) {
    this.macros = macros;
    this.queries = queries;
  }

  /** Reads {@code macros.sql} and {@code duckdb/<table>.sql} below a folder. */
  static OracleQueries read(Path folder) {
    try (Stream<Path> files = Files.list(folder.resolve("duckdb"))) {
      Map<String, String> queries = new TreeMap<>();
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        queries.put(name.substring(0, name.length() - SUFFIX.length()), Files.readString(file));
      }
      return new OracleQueries(Files.readString(folder.resolve("macros.sql")), queries);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What the queries share. */
  String macros() {
    return macros;
  }

  /** The query of a table that {@link #ordered} names. */
  String query(String table) {
    return queries.get(table);
  }

  /** Those of the given tables that have a query, each after those that its query reads. */
  List<String> ordered(Collection<String> tables) {
    Set<String> ordered = new LinkedHashSet<>();
    tables.stream()
        .filter(queries::containsKey)
        .forEach(table -> visit(table, ordered, new LinkedHashSet<>()));
    return new ArrayList<>(ordered);
  }

  private void visit(String table, Set<String> ordered, Set<String> path) {
    if (ordered.contains(table) || !path.add(table)) {
      return;
    }
    words(table).stream()
        .filter(word -> !word.equals(table) && queries.containsKey(word))
        .forEach(input -> visit(input, ordered, path));
    ordered.add(table);
  }

  /** The words of a query; kpi_values reads the tables behind its generated input. */
  private Set<String> words(String table) {
    String text = COMMENT_OR_TEXT.matcher(queries.get(table)).replaceAll(" ");
    Set<String> words = NO_WORD.splitAsStream(text).collect(Collectors.toSet());
    if (words.contains(DeclaredKpis.VALUES)) {
      words.addAll(queries.keySet());
    }
    return words;
  }
}
