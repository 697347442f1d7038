package org.crmkpi.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.query.ResultFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Queries the newest release; only the result goes to stdout. */
@Command(
    name = "sql",
    description = "Runs a query over the tables of one release. Only the result goes to stdout.",
    mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Parameters(paramLabel = "SQL", description = "A select statement.")
  private String sql = "";

  @Option(
      names = "--format",
      paramLabel = "table|csv|json",
      defaultValue = "table",
      description = "Aligned columns, CSV with a header, or one JSON object a line.")
  private ResultFormat format = ResultFormat.TABLE;

  @Option(
      names = "--release",
      paramLabel = "ID",
      description = "The release to read. Default: the newest.")
  private Optional<String> release = Optional.empty();

  @Override
  public Integer call() {
    Project project = options.project();
    SparkSession spark = options.session(project);
    ReleaseQuery query = new ReleaseQuery(spark, options.warehouse(project, spark), release);
    format.print(query.rows(sql), System.out);
    return 0;
  }
}
