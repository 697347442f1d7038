package org.crmkpi.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The ledger once more, by plain Java over plain CSV files: the first column is the key, the last
 * one the number of the version, and a row with another number of columns or without a key is
 * malformed.
 */
final class Recount {
  private final Path files;
  private final Predicate<List<String>> isAccepted;
  private final Map<String, int[]> counts = new TreeMap<>();
  private final Map<String, List<Line>> versions = new HashMap<>();

  private record Line(String file, int row, String text, List<String> fields) {
    long version() {
      return Long.parseLong(fields.get(fields.size() - 1));
    }
  }

  private static final int READ = 0;
  private static final int ACCEPTED = 1;
  private static final int REJECTED = 2;
  private static final int DUPLICATE = 3;
  private static final int SUPERSEDED = 4;

  private Recount(Path files, Predicate<List<String>> isAccepted) {
    this.files = files;
    this.isAccepted = isAccepted;
  }

  /**
   * File, rows read, accepted, rejected, duplicate and superseded, separated by blanks.
   *
   * @param isAccepted whether an entity takes the newest row of a key
   */
  static List<String> of(Path files, Predicate<List<String>> isAccepted) {
    Recount recount = new Recount(files, isAccepted);
    recount.readAll();
    recount.versions.values().forEach(recount::judge);
    return recount.counts.entrySet().stream()
        .map(
            each -> {
              int[] n = each.getValue();
              return "%s %d %d %d %d %d".formatted(each.getKey(), n[0], n[1], n[2], n[3], n[4]);
            })
        .toList();
  }

  private void readAll() {
    Set<String> contents = new HashSet<>();
    try (Stream<Path> found = Files.walk(files)) {
      for (Path file : found.filter(each -> each.toString().endsWith(".csv")).sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        read(files.relativize(file).toString(), lines, contents.add(String.join("\n", lines)));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void read(String name, List<String> lines, boolean isNew) {
    int[] count = new int[5];
    counts.put(name, count);
    int width = lines.get(0).split(",", -1).length;
    for (int row = 1; row < lines.size(); row++) {
      List<String> fields = List.of(lines.get(row).split(",", -1));
      count[READ]++;
      if (!isNew) {
        count[DUPLICATE]++;
      } else if (fields.size() != width || fields.get(0).isBlank()) {
        count[REJECTED]++;
      } else {
        versions
            .computeIfAbsent(fields.get(0), none -> new ArrayList<>())
            .add(new Line(name, row, lines.get(row), fields));
      }
    }
  }

  private void judge(List<Line> ofKey) {
    ofKey.sort(
        Comparator.comparingLong(Line::version)
            .thenComparing(Line::file)
            .thenComparingInt(Line::row)
            .reversed());
    Set<String> seen = new HashSet<>();
    for (Line line : ofKey) {
      boolean isFirst = seen.isEmpty();
      boolean isRepeated = !seen.add(line.text());
      int what = isRepeated ? DUPLICATE : SUPERSEDED;
      if (isFirst) {
        what = isAccepted.test(line.fields()) ? ACCEPTED : REJECTED;
      }
      counts.get(line.file())[what]++;
    }
  }
}
