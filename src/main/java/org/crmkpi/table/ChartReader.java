package org.crmkpi.table;

import java.util.List;
import org.crmkpi.config.StrictConf;

/** Reads a charts.conf. */
public final class ChartReader {
  private ChartReader() {}

  /** All charts of the file. */
  public static List<Chart> read(StrictConf conf) {
    List<Chart> charts = conf.objects("charts").stream().map(ChartReader::chart).toList();
    conf.done();
    return charts;
  }

  private static Chart chart(StrictConf conf) {
    Chart chart =
        new Chart(
            conf.text("name"),
            conf.whole("order"),
            conf.text("title"),
            conf.text("about"),
            ContractReader.choice(conf, "kind", Chart.Kind.class, Chart.Kind.CURVES),
            conf.text("unit"),
            conf.text("x"),
            conf.text("series"),
            conf.text("sql"));
    conf.done();
    return chart;
  }
}
