package org.crmkpi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figures as Markdown, which is also what the terminal shows. */
final class Report {
  private static final String NONE = "-";

  private final Figures figures;
  private final String night;

  Report(Figures figures) {
    this.figures = figures;
    this.night =
        figures.usages().keySet().stream()
            .filter(step -> step.startsWith(Benchmark.NIGHT))
            .reduce((before, last) -> last)
            .orElse(NONE);
  }

  String markdown() {
    return """
        # %s

        Seconds of one run on one machine; only ratios within the run mean anything. Our tables are
        computed two at a time, so their seconds overlap; the others run one table after the other.

        %s
        %s
        %s"""
        .formatted(figures.company(), steps(), tables(), differences());
  }

  private String steps() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "step",
            "wall s",
            "CPU s",
            "peak memory MB",
            "peak heap MB",
            "wall / full",
            "CPU / full"));
    Usage full = figures.usages().get(Benchmark.FULL);
    figures
        .usages()
        .forEach(
            (step, usage) ->
                rows.add(
                    List.of(
                        step,
                        seconds(usage.wallSeconds()),
                        seconds(usage.cpuSeconds()),
                        megabytes(usage.peakMemoryBytes()),
                        megabytes(usage.peakHeapBytes()),
                        ratio(usage.wallSeconds(), full.wallSeconds()),
                        ratio(usage.cpuSeconds(), full.cpuSeconds()))));
    return table(rows);
  }

  private String tables() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "table",
            "day 1 s",
            "last night s",
            "full s",
            "DuckDB s",
            "DuckDB CPU s",
            "plain s",
            "plain CPU s",
            "night / full",
            "full / DuckDB",
            "full / plain",
            "rows"));
    figures
        .derived()
        .forEach(
            table -> rows.add(row(table, List.of(table), figures.verdicts().get(table).words())));
    rows.add(row("all derived tables", figures.derived(), ""));
    rows.add(row("entities", entities(), ""));
    return table(rows);
  }

  private List<String> entities() {
    return figures.timings().get(Benchmark.FULL).keySet().stream()
        .filter(table -> !figures.derived().contains(table))
        .toList();
  }

  private List<String> row(String name, List<String> tables, String verdict) {
    double full = sum(Benchmark.FULL, tables, Timing::wallSeconds);
    double duck = sum(Steps.DUCKDB, tables, Timing::wallSeconds);
    double plain = sum(Steps.PLAIN, tables, Timing::wallSeconds);
    double lastNight = sum(night, tables, Timing::wallSeconds);
    return List.of(
        name,
        seconds(sum(Benchmark.DAY_1, tables, Timing::wallSeconds)),
        seconds(lastNight),
        seconds(full),
        seconds(duck),
        seconds(sum(Steps.DUCKDB, tables, Timing::cpuSeconds)),
        seconds(plain),
        seconds(sum(Steps.PLAIN, tables, Timing::cpuSeconds)),
        ratio(lastNight, full),
        ratio(full, duck),
        ratio(full, plain),
        verdict);
  }

  private double sum(String step, List<String> tables, ToDoubleFunction<Timing> what) {
    Map<String, Timing> timings = figures.timings().getOrDefault(step, Map.of());
    return tables.stream().filter(timings::containsKey).map(timings::get).mapToDouble(what).sum();
  }

  private String differences() {
    return figures.verdicts().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Verdict.Different)
        .map(entry -> entry.getKey() + ", ours | DuckDB:\n" + first(entry.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String first(Verdict verdict) {
    return verdict instanceof Verdict.Different different
        ? different.first().stream().map("- %s\n"::formatted).collect(Collectors.joining())
        : "";
  }

  private static String seconds(double seconds) {
    return seconds == 0 ? NONE : String.format(Locale.ROOT, "%.2f", seconds);
  }

  private static String megabytes(long bytes) {
    return bytes == 0 ? NONE : String.format(Locale.ROOT, "%,d", bytes >> 20);
  }

  private static String ratio(double of, double to) {
    return of == 0 || to == 0 ? NONE : String.format(Locale.ROOT, "%.2f", of / to);
  }

  private static String table(List<List<String>> rows) {
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
