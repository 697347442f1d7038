package org.crmkpi.cli;

import java.time.Clock;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Problems;
import org.crmkpi.run.Arguments;
import org.crmkpi.run.Job;
import org.crmkpi.run.Progress;
import org.crmkpi.source.Source;
import org.crmkpi.source.SourceFolders;
import org.crmkpi.warehouse.Releases;
import org.crmkpi.warehouse.Releases.Release;
import org.crmkpi.warehouse.Warehouse;

/**
 * The newest release of a warehouse with the day, the rules and the sources that it was made of;
 * the directories of the sources are not looked at.
 */
record ReleasedNight(
    Project project,
    SparkSession spark,
    Warehouse warehouse,
    Release release,
    Arguments arguments,
    List<Source> sources) {

  static ReleasedNight newest(WarehouseOptions options) {
    Project project = options.project();
    SparkSession spark = options.session(project);
    Warehouse warehouse = options.warehouse(project, spark);
    Releases releases = new Releases(spark, warehouse);
    Release release =
        releases
            .newest()
            .orElseThrow(
                () ->
                    CrmFailure.of(
                        Category.INVOCATION,
                        warehouse.root(),
                        "has no release yet",
                        "",
                        "crm-kpi run first."));
    List<String> names = releases.sources(release);
    if (names.isEmpty()) {
      throw CrmFailure.of(
          Category.OUTSIDE,
          "release " + release.id(),
          "its run was killed before it recorded its sources; nothing was started",
          "",
          "crm-kpi run again: it makes the release anew.");
    }
    Problems problems = new Problems();
    List<Source> sources = SourceFolders.declared(project.sources(), names, problems);
    Arguments arguments =
        new Arguments(release.asOf(), SourceBusiness.of(project, sources, problems));
    problems.throwIfAny("sources", "mend these lines; nothing was started.");
    return new ReleasedNight(project, spark, warehouse, release, arguments, sources);
  }

  Job job(Clock clock, Progress progress) {
    return new Job(spark, project.catalogue(), project.settings(), warehouse, clock, progress);
  }
}
