package org.crmkpi.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Business;
import org.crmkpi.config.Problems;
import org.crmkpi.run.Arguments;
import org.crmkpi.run.Job;
import org.crmkpi.run.Progress;
import org.crmkpi.source.Source;
import org.crmkpi.source.SourceFolders;
import org.crmkpi.source.SourceRequest;
import org.crmkpi.table.Contract;
import org.crmkpi.warehouse.Warehouse;

/** A night as the files and the command line describe it, before anything is started. */
record NightSetup(Project project, List<Source> sources, Arguments arguments) {
  static NightSetup of(RunOptions options, Clock clock) {
    NightSetup setup = of(options.warehouse().project(), options.sources(), LocalDate.EPOCH);
    ZoneId zone = ZoneId.of(setup.arguments().business().text("zone"));
    LocalDate asOf = options.asOf(clock, zone);
    return new NightSetup(
        setup.project(), setup.sources(), new Arguments(asOf, setup.arguments().business()));
  }

  static NightSetup of(Project read, List<SourceRequest> requests, LocalDate asOf) {
    Problems problems = new Problems();
    List<Source> sources = SourceFolders.read(read.sources(), requests, problems);
    SourceFolders.checkEntities(sources, entities(read), problems);
    SourceFolders.checkLinks(sources, problems);
    Business business = SourceBusiness.of(read, sources, problems);
    problems.throwIfAny("sources", "mend these lines; nothing was started.");
    Project project = new Project(read.home(), read.settings(), business, read.catalogue());
    return new NightSetup(project, sources, new Arguments(asOf, business));
  }

  private static List<Contract> entities(Project project) {
    return project.catalogue().contracts().stream().filter(Contract::isMapped).toList();
  }

  Job job(SparkSession spark, Warehouse warehouse, Clock clock, Progress progress) {
    return new Job(spark, project.catalogue(), project.settings(), warehouse, clock, progress);
  }
}
