package org.crmkpi.testing;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.CatalogueReader;
import org.crmkpi.config.Business;
import org.crmkpi.config.GoalsReader;
import org.crmkpi.config.Problems;
import org.crmkpi.run.Arguments;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Layer;
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
    return catalogue(HOME);
  }

  /** The catalogue of a project folder. */
  static Catalogue catalogue(Path home) {
    Problems problems = new Problems();
    Catalogue catalogue =
        CatalogueReader.read(home.resolve("src/main/tables"), problems)
            .with(GoalsReader.read(home.resolve("conf/goals.conf"), problems));
    problems.throwIfAny(home + "/src/main/tables", "mend the files.");
    return catalogue;
  }

  /** Some tables of the project and all that they are computed from; the runner's own are there. */
  public static Catalogue catalogue(String... tables) {
    return upstream(catalogue(), tables);
  }

  /**
   * The catalogue, or, when the system property crm.tables is set, its tables with all that they
   * are computed from, the entities and the customer base.
   */
  public static Catalogue narrowed() {
    Catalogue all = catalogue();
    return all.tables().size() == selected(all).size()
        ? all
        : upstream(
            all,
            Stream.concat(
                    Stream.of("customer_base"),
                    all.tables().stream()
                        .filter(table -> table.contract().isEntity() || isSelected(table))
                        .map(table -> table.contract().name()))
                .toArray(String[]::new));
  }

  /** The entities that sources can map. */
  public static List<Contract> entities() {
    return catalogue().contracts().stream().filter(Contract::isMapped).toList();
  }

  /** The same of another catalogue. */
  static Catalogue upstream(Catalogue all, String... tables) {
    Set<String> names = new TreeSet<>();
    Deque<String> left = new ArrayDeque<>(List.of(tables));
    while (!left.isEmpty()) {
      String name = left.pop();
      if (names.add(name)) {
        Contract contract = all.table(name).contract();
        left.addAll(all.upstream(contract));
        contract.historyOf().ifPresent(left::add);
      }
    }
    return new Catalogue(
            all.tables().stream()
                .filter(
                    table ->
                        table.contract().layer() == Layer.OPS
                            || names.contains(table.contract().name()))
                .toList())
        .with(all.goals());
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
    return catalogue.tables().stream().filter(Project::isSelected).toList();
  }

  private static boolean isSelected(TableFolder table) {
    String only = System.getProperty("crm.tables", "");
    return only.isBlank() || Arrays.asList(only.split(",")).contains(table.contract().name());
  }
}
