package org.crmkpi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figures as Markdown, which is also what the terminal shows. */
final class Report {
  private final Figures figures;
  private final String night;

  Report(Figures figures) {
    this.figures = figures;
    this.night =
        figures.usages().keySet().stream()
            .filter(step -> step.startsWith(Benchmark.NIGHT))
            .reduce((before, last) -> last)
            .orElse(Cells.NONE);
  }

  String markdown() {
    return """
        # %s

        Seconds of one run on one machine; only ratios within the run mean anything. Our tables are
        computed two at a time, so their seconds overlap; the others run one table after the other.

        %s
        %s
        %s"""
        .formatted(figures.company(), steps(), tables(), notEqual());
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
            "wall / DuckDB",
            "CPU / DuckDB"));
    figures.usages().forEach((step, usage) -> rows.add(step(step, usage)));
    return Cells.table(rows);
  }

  private List<String> step(String step, Usage usage) {
    Usage duck = figures.usages().get(Steps.DUCKDB);
    return List.of(
        step,
        Cells.seconds(usage.wallSeconds()),
        Cells.seconds(usage.cpuSeconds()),
        Cells.megabytes(usage.peakMemoryBytes()),
        Cells.megabytes(usage.peakHeapBytes()),
        Cells.ratio(usage.wallSeconds(), duck.wallSeconds()),
        Cells.ratio(usage.cpuSeconds(), duck.cpuSeconds()));
  }

  private String tables() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "table",
            "day 1 s",
            "last night s",
            "full s",
            "derived s",
            "DuckDB s",
            "DuckDB CPU s",
            "plain s",
            "plain CPU s",
            "night / full",
            "derived / DuckDB",
            "derived / plain",
            "rows"));
    figures
        .derived()
        .forEach(
            table -> rows.add(row(table, List.of(table), figures.verdicts().get(table).words())));
    rows.add(row("all derived tables", figures.derived(), ""));
    rows.add(row("entities", entities(), ""));
    return Cells.table(rows);
  }

  private List<String> entities() {
    return figures.timings().get(Benchmark.DAY_1).keySet().stream()
        .filter(table -> !figures.derived().contains(table))
        .toList();
  }

  private List<String> row(String name, List<String> tables, String verdict) {
    double full = sum(Benchmark.FULL, tables, Timing::wallSeconds);
    double derived = sum(Benchmark.DERIVED, tables, Timing::wallSeconds);
    double duck = sum(Steps.DUCKDB, tables, Timing::wallSeconds);
    double plain = sum(Steps.PLAIN, tables, Timing::wallSeconds);
    double lastNight = sum(night, tables, Timing::wallSeconds);
    return List.of(
        name,
        Cells.seconds(sum(Benchmark.DAY_1, tables, Timing::wallSeconds)),
        Cells.seconds(lastNight),
        Cells.seconds(full),
        Cells.seconds(derived),
        Cells.seconds(duck),
        Cells.seconds(sum(Steps.DUCKDB, tables, Timing::cpuSeconds)),
        Cells.seconds(plain),
        Cells.seconds(sum(Steps.PLAIN, tables, Timing::cpuSeconds)),
        Cells.ratio(lastNight, full),
        Cells.ratio(derived, duck),
        Cells.ratio(derived, plain),
        verdict);
  }

  private double sum(String step, List<String> tables, ToDoubleFunction<Timing> what) {
    Map<String, Timing> timings = figures.timings().getOrDefault(step, Map.of());
    return tables.stream().filter(timings::containsKey).map(timings::get).mapToDouble(what).sum();
  }

  /** Whatever is not equal, with the first rows. */
  private String notEqual() {
    return figures.verdicts().entrySet().stream()
        .filter(entry -> !(entry.getValue() instanceof Verdict.Equal))
        .map(
            entry ->
                "%s: %s\n%s\n"
                    .formatted(entry.getKey(), entry.getValue().words(), first(entry.getValue())))
        .collect(Collectors.joining());
  }

  private static String first(Verdict verdict) {
    return verdict instanceof Verdict.Different different
        ? different.first().stream().map("- %s\n"::formatted).collect(Collectors.joining())
        : "";
  }
}
