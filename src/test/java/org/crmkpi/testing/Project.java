package org.crmkpi.testing;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.CatalogueReader;
import org.crmkpi.config.Business;
import org.crmkpi.config.Problems;
import org.crmkpi.run.Arguments;
import org.crmkpi.table.TableFolder;

/** The project's own folders, as tests see them. */
public final class Project {
  /** The as-of date of tests that do not state one. */
  public static final LocalDate AS_OF = LocalDate.of(2024, 3, 31);

  private static final Path HOME = Path.of(System.getProperty("crm.home", "."));

  private Project() {}

  /** The root of the working tree. */
  public static Path home() {
    return HOME;
  }

  /** The catalogue of the project, which must read without a problem. */
  public static Catalogue catalogue() {
    Problems problems = new Problems();
    Catalogue catalogue = CatalogueReader.read(HOME.resolve("src/main/tables"), problems);
    problems.throwIfAny("src/main/tables", "mend the files.");
    return catalogue;
  }

  /** The business rules as they are shipped, as of {@link #AS_OF}. */
  public static Arguments arguments() {
    Problems problems = new Problems();
    Business business = Business.read(HOME.resolve("conf/business.conf"), problems);
    problems.throwIfAny("conf/business.conf", "mend the file.");
    return new Arguments(AS_OF, business);
  }

  /** All tables, or those of the system property crm.tables when it is set. */
  public static List<TableFolder> selected(Catalogue catalogue) {
    String only = System.getProperty("crm.tables", "");
    List<String> names = Arrays.asList(only.split(","));
    return catalogue.tables().stream()
        .filter(table -> only.isBlank() || names.contains(table.contract().name()))
        .toList();
  }
}
