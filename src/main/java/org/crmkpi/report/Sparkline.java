package org.crmkpi.report;

import java.util.List;
import java.util.Locale;

/** The course of a figure as a small line; it repeats what the words beside it say. */
public final class Sparkline {
  private static final int WIDTH = 120;
  private static final int HEIGHT = 28;
  private static final int MARGIN = 3;

  private Sparkline() {}

  /** An SVG element; a gap in the line where a value is NaN. */
  public static String of(List<Double> values) {
    double least = values.stream().filter(v -> !v.isNaN()).reduce(Math::min).orElse(0.0);
    double most = values.stream().filter(v -> !v.isNaN()).reduce(Math::max).orElse(0.0);
    StringBuilder path = new StringBuilder();
    String last = "";
    boolean isDrawing = false;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isNaN()) {
        isDrawing = false;
        continue;
      }
      double x = MARGIN + (WIDTH - 2.0 * MARGIN) * i / Math.max(1, values.size() - 1);
      double share = most > least ? (values.get(i) - least) / (most - least) : 0.5;
      double y = HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * share;
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", isDrawing ? "L" : "M", x, y));
      last = String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>", x, y);
      isDrawing = true;
    }
    return "<svg class=\"sparkline\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\"><path d=\"%s\"/>%s</svg>"
        .formatted(WIDTH, HEIGHT, path, last);
  }
}
