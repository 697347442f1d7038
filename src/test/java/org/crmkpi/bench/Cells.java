package org.crmkpi.bench;

import java.util.List;
import java.util.Locale;

/** Figures as cells of a Markdown table. */
final class Cells {
  /** A figure that there is none of. */
  static final String NONE = "-";

  private Cells() {}

  static String seconds(double seconds) {
    return seconds == 0 ? NONE : String.format(Locale.ROOT, "%.2f", seconds);
  }

  static String megabytes(long bytes) {
    return bytes == 0 ? NONE : String.format(Locale.ROOT, "%,d", bytes >> 20);
  }

  static String ratio(double of, double to) {
    return of == 0 || to == 0 ? NONE : String.format(Locale.ROOT, "%.2f", of / to);
  }

  static String table(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows.size(); row++) {
      text.append("| ").append(String.join(" | ", rows.get(row))).append(" |\n");
      if (row == 0) {
        text.append("|---".repeat(rows.get(0).size())).append("|\n");
      }
    }
    return text.toString();
  }
}
