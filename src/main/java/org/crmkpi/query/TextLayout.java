package org.crmkpi.query;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text in aligned columns: words to the left, figures to the right. */
public final class TextLayout {
  private TextLayout() {}

  /** A header, a rule and one line a row; a null cell is blank. */
  public static String aligned(List<String> header, List<String[]> rows, List<Boolean> toTheRight) {
    int[] widths =
        IntStream.range(0, header.size())
            .map(c -> Math.max(header.get(c).length(), widest(rows, c)))
            .toArray();
    StringBuilder text = new StringBuilder();
    line(text, header.toArray(String[]::new), widths, toTheRight);
    text.append(IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining("  ")))
        .append('\n');
    rows.forEach(row -> line(text, row, widths, toTheRight));
    return text.toString();
  }

  private static int widest(List<String[]> rows, int column) {
    return rows.stream().mapToInt(row -> cell(row, column).length()).max().orElse(0);
  }

  private static void line(
      StringBuilder text, String[] row, int[] widths, List<Boolean> toTheRight) {
    String line =
        IntStream.range(0, widths.length)
            .mapToObj(c -> padded(cell(row, c), widths[c], toTheRight.get(c)))
            .collect(Collectors.joining("  "));
    text.append(line.stripTrailing()).append('\n');
  }

  private static String padded(String cell, int width, boolean toTheRight) {
    String blanks = " ".repeat(width - cell.length());
    return toTheRight ? blanks + cell : cell + blanks;
  }

  private static String cell(String[] row, int column) {
    return row[column] == null ? "" : row[column];
  }
}
