package org.crmkpi.acceptance;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Problems;
import org.crmkpi.config.StrictConf;
import org.crmkpi.table.Contract;
import org.crmkpi.table.ContractReader;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;

/** Shipped tables with a fit on every day, so that one falls on the end of a calibration. */
final class FittedDaily {
  private FittedDaily() {}

  /** The tables of these names and what is upstream. */
  static Catalogue catalogue(String... tables) {
    Catalogue shipped = Project.catalogue(tables);
    return new Catalogue(shipped.tables().stream().map(FittedDaily::table).toList());
  }

  private static TableFolder table(TableFolder table) {
    if (!(table.contract().refresh() instanceof Refresh.Fitted)) {
      return table;
    }
    Config conf =
        ConfigFactory.parseFile(table.folder().resolve("table.conf").toFile())
            .withValue("refresh.refit-after-days", ConfigValueFactory.fromAnyRef(1));
    Problems problems = new Problems();
    Contract contract =
        ContractReader.read(
            table.contract().name(),
            table.contract().layer(),
            StrictConf.of(conf, table.contract().name(), problems));
    problems.throwIfAny("the test", "mend the table.");
    return new TableFolder(table.folder(), contract, table.query());
  }
}
