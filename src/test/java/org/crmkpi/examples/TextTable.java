package org.crmkpi.examples;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Markdown table: column names and rows of cells; an empty cell is null. */
record TextTable(List<String> columns, List<List<String>> rows) {
  static final TextTable NONE = new TextTable(List.of(), List.of());

  static List<String> cells(String line) {
    String inner = line.strip().replaceAll("^\\||\\|$", "");
    return java.util.Arrays.stream(inner.split("\\|", -1))
        .map(String::strip)
        .map(cell -> cell.isEmpty() || cell.equals("null") ? null : cell)
        .collect(Collectors.toCollection(java.util.ArrayList::new));
  }

  /** Aligned text with the columns of this table over other rows. */
  String render(List<List<String>> shown) {
    List<List<String>> lines = new java.util.ArrayList<>(List.of(columns));
    lines.addAll(shown);
    List<Integer> widths =
        IntStream.range(0, columns.size())
            .mapToObj(c -> Collections.max(lines.stream().map(l -> text(l, c).length()).toList()))
            .toList();
    return lines.stream().map(line -> row(line, widths)).collect(Collectors.joining("\n"));
  }

  private static String row(List<String> line, List<Integer> widths) {
    return IntStream.range(0, widths.size())
        .mapToObj(c -> String.format("%-" + Math.max(1, widths.get(c)) + "s", text(line, c)))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String text(List<String> line, int column) {
    return line.get(column) == null ? "" : line.get(column);
  }
}
