package org.crmkpi.demo;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A company that was written once for all tests, read back as text. */
record Written(Path dir, DemoSettings settings, Map<String, List<Long>> rows) {
  private static final Written SHARED = write(DemoSettings.of(4_000));

  static Written shared() {
    return SHARED;
  }

  static Written write(DemoSettings settings) {
    try {
      Path dir = Files.createTempDirectory("demo-crm");
      Written written = new Written(dir, settings, DemoCrm.write(dir, settings));
      Runtime.getRuntime().addShutdownHook(new Thread(written::delete));
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Relative names of all files, in order. */
  List<String> files() {
    try (Stream<Path> found = Files.walk(dir)) {
      return found
          .filter(Files::isRegularFile)
          .map(file -> dir.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes(String file) {
    try {
      return Files.readAllBytes(dir.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of one delivery as they stand in the files, header left out. */
  List<String[]> delivered(int delivery, String feed) {
    String folder = new Timeline(settings.nights()).dateOf(delivery).toString();
    List<String[]> all = new ArrayList<>();
    for (String file : files()) {
      if (file.startsWith(folder + "/" + feed + "-")) {
        List<String[]> rows = parser().parseAll(dir.resolve(file).toFile());
        all.addAll(rows.subList(1, rows.size()));
      }
    }
    return all;
  }

  /** The newest sound row of each record that is not deleted; {@code key} columns form the key. */
  List<Map<String, String>> current(Feed feed, int key) {
    Map<String, Map<String, String>> newest = new LinkedHashMap<>();
    for (int delivery = 0; delivery <= settings.nights(); delivery++) {
      for (String[] row : delivered(delivery, feed.fileName())) {
        if (row.length == feed.header().size() && row[0] != null) {
          newest.merge(
              String.join("|", Arrays.asList(row).subList(0, key)),
              named(feed, row),
              Written::newer);
        }
      }
    }
    newest.values().removeIf(row -> "true".equals(row.get("is_deleted")));
    return List.copyOf(newest.values());
  }

  private static Map<String, String> newer(Map<String, String> one, Map<String, String> other) {
    return other.get("updated_at").compareTo(one.get("updated_at")) >= 0 ? other : one;
  }

  private static Map<String, String> named(Feed feed, String[] row) {
    Map<String, String> named = new HashMap<>();
    for (int column = 0; column < row.length; column++) {
      named.put(feed.header().get(column), row[column] == null ? "" : row[column]);
    }
    return named;
  }

  private static CsvParser parser() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setSkipEmptyLines(false);
    return new CsvParser(settings);
  }

  private void delete() {
    for (String file : files()) {
      dir.resolve(file).toFile().delete();
    }
    try (Stream<Path> folders = Files.list(dir)) {
      folders.forEach(folder -> folder.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dir.toFile().delete();
  }
}
