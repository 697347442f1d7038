package org.crmkpi.table;

import java.util.List;
import org.crmkpi.config.StrictConf;

/** Reads a KPI of a table.conf. */
final class KpiReader {
  private static final String NOTHING = "null";

  private KpiReader() {}

  /** The KPI that a block describes, over these columns of its table. */
  static Kpi read(StrictConf conf, String owner, List<Column> columns) {
    Kpi kpi =
        new Kpi(
            conf.text("name"),
            conf.text("about"),
            conf.text("formula"),
            conf.text("unit"),
            conf.text("value"),
            conf.text("numerator", NOTHING),
            conf.text("denominator", NOTHING),
            conf.text("where", "true"),
            ContractReader.choice(conf, "direction", Kpi.Direction.class, Kpi.Direction.NEUTRAL),
            conf.text("category"),
            conf.text("owner", owner),
            conf.text("review"),
            conf.flag("headline", false),
            precision(conf, columns),
            slice(conf));
    conf.done();
    return kpi;
  }

  /** What rests on a sample has an interval beside it; a rate rests on its denominator. */
  private static Kpi.Precision precision(StrictConf conf, List<Column> columns) {
    String low = columnOrNothing(conf.text("value") + "_low", columns);
    String high = columnOrNothing(conf.text("value") + "_high", columns);
    String sample = low.equals(NOTHING) ? NOTHING : conf.text("denominator", NOTHING);
    return new Kpi.Precision(low, high, conf.text("sample", sample));
  }

  private static String columnOrNothing(String name, List<Column> columns) {
    return columns.stream().map(Column::name).filter(name::equals).findFirst().orElse(NOTHING);
  }

  private static Kpi.Slice slice(StrictConf conf) {
    return new Kpi.Slice(
        conf.text("period_kind", "period_kind"),
        conf.text("period_start_on", "period_start_on"),
        conf.text("dimension", "dimension"),
        conf.text("dimension_value", "dimension_value"),
        conf.text("is_complete", "is_complete"));
  }
}
