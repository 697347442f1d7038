package org.crmkpi.run;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.GeneratedInputs;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.functions.Functions;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;

/**
 * Runs the query of a table in a session of its own: only the declared inputs are bound, so nothing
 * else resolves. The rows of a fitted table are the parameters that its fit finds.
 */
public final class Transform {
  private final SparkSession session;
  private final Catalogue catalogue;

  /** A transform whose views live in {@code session} and are replaced by later ones. */
  public Transform(SparkSession session, Catalogue catalogue) {
    Functions.register(session);
    this.session = session;
    this.catalogue = catalogue;
  }

  /**
   * The rows of the table over these inputs; not yet computed, but for the summary of a fitted one.
   */
  public Dataset<Row> rows(
      TableFolder table, Map<String, Dataset<Row>> inputs, Arguments arguments) {
    if (table.contract().refresh() instanceof Refresh.Fitted) {
      Fitting fitting = new Fitting(session, catalogue, this);
      return fitting.rows(table, fitting.summary(table, inputs, arguments));
    }
    return query(table, inputs, arguments);
  }

  /** The rows of the table's query, not yet computed: of a fitted table its summary. */
  Dataset<Row> query(TableFolder table, Map<String, Dataset<Row>> inputs, Arguments arguments) {
    try {
      inputs.forEach((name, rows) -> rows.createOrReplaceTempView(name));
      table.contract().inputs().stream()
          .filter(input -> GeneratedInputs.NAMES.contains(input) && !inputs.containsKey(input))
          .forEach(this::bindGenerated);
      return session.sql(table.query().orElseThrow(), arguments.of(table.contract()));
    } catch (Exception wrong) {
      throw analysis(table, wrong);
    }
  }

  private void bindGenerated(String name) {
    String sql = GeneratedInputs.sql(name, catalogue);
    Dataset<Row> rows =
        sql.isEmpty()
            ? session.createDataFrame(java.util.List.of(), GeneratedInputs.schema(name))
            : session.sql(sql).toDF(GeneratedInputs.schema(name).fieldNames());
    rows.createOrReplaceTempView(name);
  }

  private static CrmFailure analysis(TableFolder table, Exception wrong) {
    Contract contract = table.contract();
    Category whose =
        Optional.of(wrong).filter(AnalysisException.class::isInstance).isPresent()
            ? Category.INVOCATION
            : Category.BUG;
    return CrmFailure.because(
        wrong,
        whose,
        table.shown("query.sql"),
        "the query of " + contract.qualifiedName() + " does not fit its inputs",
        "crm-kpi show --sql " + contract.name());
  }
}
