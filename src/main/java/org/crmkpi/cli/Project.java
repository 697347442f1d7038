package org.crmkpi.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.CatalogueReader;
import org.crmkpi.catalog.CatalogueRules;
import org.crmkpi.config.Business;
import org.crmkpi.config.GoalsReader;
import org.crmkpi.config.Problems;
import org.crmkpi.config.Settings;
import org.crmkpi.run.Arguments;

/**
 * The files that steer the job: settings, business rules, goals and table folders. All that is
 * wrong with them is reported at once.
 */
record Project(Path home, Settings settings, Business business, Catalogue catalogue) {
  static Project read(Optional<String> environment) {
    Path home = Path.of(System.getProperty("crm.home", "."));
    Problems problems = new Problems();
    Settings settings = Settings.read(home, environment, problems);
    Business business = Business.read(home.resolve("conf/business.conf"), problems);
    Catalogue catalogue =
        CatalogueReader.read(home.resolve("src/main/tables"), problems)
            .with(GoalsReader.read(home.resolve("conf/goals.conf"), problems));
    CatalogueRules.check(
        catalogue, new Arguments(java.time.LocalDate.EPOCH, business).names(), problems);
    problems.throwIfAny("settings", "mend these lines; nothing was started.");
    return new Project(home, settings, business, catalogue);
  }

  /** The folder of all sources. */
  Path sources() {
    return home.resolve("conf/sources");
  }
}
