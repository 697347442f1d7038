package org.crmkpi.laws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Deliveries that a fictional CRM never wrote: rows of earlier ones come back corrected, moved to
 * other customers, dated anew, deleted, undeleted, merged and unmerged, late or twice; new rows
 * look like old ones. Values come from other rows of the same column, so most of them are valid.
 */
public final class RandomNights {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UPDATED_AT = "updated_at";
  private static final String DELETED = "is_deleted";
  private static final String MERGED_INTO = "merged_into";
  private static final int CHANGES_A_FEED = 12;

  private final Path source;
  private final Random random;
  private int made;

  /**
   * Deliveries beside those of a folder.
   *
   * @param seed another seed is another fate of the same rows
   */
  public RandomNights(Path source, long seed) {
    this.source = source;
    this.random = new Random(seed);
  }

  /** Writes one more delivery, named by its day. */
  public void add(LocalDate day) throws IOException {
    List<Path> earlier = Deliveries.of(source);
    Path night = Files.createDirectories(source.resolve(day.toString()));
    Map<String, List<Path>> files = new TreeMap<>();
    for (Path delivery : earlier) {
      try (Stream<Path> found = Files.list(delivery)) {
        found
            .filter(file -> !file.getFileName().toString().startsWith("_"))
            .sorted()
            .forEach(
                file ->
                    files
                        .computeIfAbsent(file.getFileName().toString(), n -> new ArrayList<>())
                        .add(file));
      }
    }
    for (Map.Entry<String, List<Path>> feed : files.entrySet()) {
      write(night.resolve(feed.getKey()), feed.getValue(), day);
    }
    Files.createFile(night.resolve("_SUCCESS"));
  }

  private void write(Path file, List<Path> earlier, LocalDate day) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Path each : earlier) {
      rows.addAll(rows(each));
    }
    if (rows.isEmpty()) {
      Files.copy(earlier.get(earlier.size() - 1), file);
    } else if (rows.get(0).containsKey(UPDATED_AT) && rows.get(0).containsKey(DELETED)) {
      List<Map<String, String>> changed = new ArrayList<>();
      for (int i = 0; i < Math.min(CHANGES_A_FEED, 1 + rows.size() / 10); i++) {
        changed.add(changed(rows, day));
      }
      save(file, changed);
    } else {
      full(file, Files.readAllLines(earlier.get(earlier.size() - 1)), day);
    }
  }

  /** A row of an earlier delivery with another fate. */
  private Map<String, String> changed(List<Map<String, String>> rows, LocalDate day) {
    Map<String, String> row = new LinkedHashMap<>(any(rows));
    boolean isLate = random.nextInt(6) == 0;
    row.put(UPDATED_AT, (isLate ? day.minusDays(400) : day) + " 1" + random.nextInt(10) + ":00:00");
    switch (random.nextInt(8)) {
      case 0 -> row.put(DELETED, "true");
      case 1 -> row.put(DELETED, "false");
      case 2 -> {
        if (row.containsKey(MERGED_INTO)) {
          row.put(MERGED_INTO, random.nextBoolean() ? "" : any(rows).get(firstKey(row)));
        } else {
          borrow(row, rows);
        }
      }
      case 3 -> {
        made++;
        row.put(firstKey(row), row.get(firstKey(row)) + "R" + made);
        borrow(row, rows);
      }
      case 4 -> {}
      default -> {
        borrow(row, rows);
        borrow(row, rows);
      }
    }
    return row;
  }

  /** A redelivered list of everything: a row gone, the end of another changed, a day added. */
  private void full(Path file, List<String> lines, LocalDate day) throws IOException {
    List<String> now = new ArrayList<>(lines);
    if (now.size() > 10) {
      now.remove(1 + random.nextInt(now.size() - 1));
      int at = 1 + random.nextInt(now.size() - 1);
      String other = lines.get(1 + random.nextInt(lines.size() - 1));
      now.set(at, upToLastComma(now.get(at)) + other.substring(upToLastComma(other).length()));
    }
    if (lines.get(0).startsWith("rate_on,")) {
      String newest = lines.get(lines.size() - 1);
      now.add(day + newest.substring(newest.indexOf(',')));
    }
    Files.write(file, now);
  }

  private static String upToLastComma(String line) {
    return line.substring(0, line.lastIndexOf(',') + 1);
  }

  private void borrow(Map<String, String> row, List<Map<String, String>> rows) {
    List<String> columns =
        row.keySet().stream()
            .skip(1)
            .filter(name -> !List.of(UPDATED_AT, DELETED, "stage_sequence").contains(name))
            .toList();
    String column = columns.get(random.nextInt(columns.size()));
    row.put(column, any(rows).get(column));
  }

  private Map<String, String> any(List<Map<String, String>> rows) {
    return rows.get(random.nextInt(rows.size()));
  }

  private static String firstKey(Map<String, String> row) {
    return row.keySet().iterator().next();
  }

  private static List<Map<String, String>> rows(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Map<String, String>> rows = new ArrayList<>();
    if (file.toString().endsWith(".json")) {
      for (String line : lines.stream().filter(text -> text.endsWith("}")).toList()) {
        Map<String, String> row = new LinkedHashMap<>();
        JSON.readTree(line)
            .properties()
            .forEach(each -> row.put(each.getKey(), each.getValue().asText(null)));
        rows.add(row);
      }
      return rows;
    }
    List<String> header = Arrays.asList(lines.get(0).split(",", -1));
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = Arrays.asList(line.split(",", -1));
      if (fields.size() == header.size() && line.indexOf('"') < 0) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
          row.put(header.get(i), fields.get(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static void save(Path file, List<Map<String, String>> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean isJson = file.toString().endsWith(".json");
    if (!isJson) {
      lines.add(String.join(",", rows.get(0).keySet()));
    }
    for (Map<String, String> row : rows) {
      lines.add(isJson ? json(row) : String.join(",", row.values()));
    }
    Files.write(file, lines);
  }

  private static String json(Map<String, String> row) {
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException never) {
      throw new IllegalStateException(never);
    }
  }
}
