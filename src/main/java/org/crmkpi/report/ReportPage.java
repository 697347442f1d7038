package org.crmkpi.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.crmkpi.config.Resources;
import org.crmkpi.report.Picture.Line;
import org.crmkpi.table.Chart;

/**
 * A report as one HTML file that needs nothing else: style, script and the chart library are in it,
 * and its policy forbids any request. Figures, heat maps and tables are plain HTML; curves and bars
 * are drawn by Apache ECharts beside a table of the same figures.
 */
public final class ReportPage {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

  private ReportPage() {}

  /** The text of the file. */
  public static String of(Report report) {
    StringOutput page = new StringOutput();
    TemplateEngine.createPrecompiled(ContentType.Html)
        .render(
            "report.jte",
            Map.of(
                "report", report,
                "style", Resources.text(ReportPage.class, "report.css"),
                "script", Resources.text(ReportPage.class, "report.js"),
                "echarts", Resources.text(ReportPage.class, ECHARTS),
                "data", json(report)),
            page);
    return page.toString();
  }

  /** What the script draws; {@code <} is escaped, so that no text ends the element it is in. */
  private static String json(Report report) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("language", report.words().language());
    data.put("currency", report.words().currency());
    report.pictures().stream()
        .filter(picture -> picture.chart().kind() != Chart.Kind.HEAT_MAP && !picture.isEmpty())
        .forEach(picture -> data.put(picture.chart().name(), drawn(picture, report.words())));
    try {
      return new ObjectMapper().writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, Object> drawn(Picture picture, Words words) {
    Map<String, Object> drawn = new LinkedHashMap<>();
    drawn.put("kind", picture.chart().kind().name());
    drawn.put("unit", picture.chart().unit());
    drawn.put("unitName", words.word(picture.chart().unit()));
    drawn.put("xTitle", words.word(picture.chart().x()));
    drawn.put("xs", picture.xs());
    drawn.put("positions", picture.positions());
    drawn.put(
        "lines",
        picture.lines().stream()
            .map(line -> Map.of("name", line.name(), "values", values(line)))
            .toList());
    return drawn;
  }

  private static List<Object> values(Line line) {
    return java.util.Arrays.asList(
        line.points().stream().map(p -> p == null ? null : p.value()).toArray());
  }
}
