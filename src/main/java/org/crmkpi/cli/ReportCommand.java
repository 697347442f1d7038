package org.crmkpi.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Business;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Problems;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.source.SourceFolders;
import org.crmkpi.warehouse.Releases;
import org.crmkpi.warehouse.Warehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report of a release. */
@Command(
    name = "report",
    description = {
      "Writes the report of a release as one HTML file, to be mailed and opened offline: headline",
      "KPIs, the charts of the tables, figures that changed after they were published."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Mixin private WarehouseOptions options = new WarehouseOptions();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "The file. Default: report.html in the folder of the warehouse.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      defaultValue = "en",
      description =
          "Language of texts, numbers and dates: en, id, ms or it, also with a country such as"
              + " it-CH. Default: ${DEFAULT-VALUE}.")
  private String language = "en";

  @Option(
      names = "--release",
      paramLabel = "ID",
      description = "The release to report, also an older one. Default: the newest.")
  private Optional<String> release = Optional.empty();

  @Override
  public Integer call() {
    Project project = options.project();
    Path target = file.orElseGet(() -> ReportFile.within(options.root(project)));
    SparkSession spark = options.session(project);
    Warehouse warehouse = options.warehouse(project, spark);
    ReleaseQuery query = new ReleaseQuery(spark, warehouse, release);
    Business business = business(project, new Releases(spark, warehouse), query);
    ReportFile.write(target, query, project.catalogue(), business, language);
    System.out.println(target);
    return 0;
  }

  /** The rules under which the release was made, as far as its sources still say so. */
  private static Business business(Project project, Releases releases, ReleaseQuery query) {
    List<String> sources = query.release().map(releases::sources).orElse(List.of());
    Problems problems = new Problems();
    Business business =
        SourceBusiness.of(
            project, SourceFolders.declared(project.sources(), sources, problems), problems);
    if (!problems.lines().isEmpty()) {
      throw CrmFailure.of(
          Category.INVOCATION,
          "the sources of release " + query.release().orElseThrow().id(),
          "cannot be read, so the currency of its amounts is not known",
          String.join("\n", problems.lines()),
          "mend these lines, or report a release of sources that are there.");
    }
    return business;
  }
}
