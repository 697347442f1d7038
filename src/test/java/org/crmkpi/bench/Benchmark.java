package org.crmkpi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.demo.DemoSettings;
import org.crmkpi.testing.Project;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The job on a fictional CRM: day 1, some nights and a full rebuild, against the same tables by
 * DuckDB and by Spark alone. Ends with 1 when a table differs from DuckDB's.
 */
@Command(
    name = "bench",
    description = "Measures the job against DuckDB and plain Spark, and compares all rows.",
    subcommands = StepCommand.class,
    mixinStandardHelpOptions = true)
public final class Benchmark implements Callable<Integer> {
  /** The step that loads all history. */
  static final String DAY_1 = "day 1";

  /** How the steps after it begin. */
  static final String NIGHT = "night ";

  /** The step that computes everything anew. */
  static final String FULL = "full rebuild";

  /** The step that computes all derived tables anew, which is what the other engines do. */
  static final String DERIVED = "derived tables";

  /** Steps that take long and can be left out. */
  enum Lengthy {
    /** The full rebuild. */
    FULL,
    /** The derived tables anew. */
    DERIVED,
    /** Spark without the job. */
    PLAIN
  }

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Customers of the company, 100 to 5,000,000. Default: ${DEFAULT-VALUE}.")
  private long customers;

  @Option(
      names = "--orders-per-customer",
      paramLabel = "N",
      defaultValue = "20",
      description = "Mean orders of a customer, 2 to 60. Default: ${DEFAULT-VALUE}.")
  private double ordersPerCustomer;

  @Option(
      names = "--nights",
      paramLabel = "N",
      defaultValue = "2",
      description = "Nights after day 1, 0 to 30. Default: ${DEFAULT-VALUE}.")
  private int nights;

  @Option(
      names = "--without",
      paramLabel = "STEP",
      split = ",",
      description = "Steps to leave out: ${COMPLETION-CANDIDATES}.")
  private Set<Lengthy> without = EnumSet.noneOf(Lengthy.class);

  @Option(
      names = "--heap-mb",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Largest Java heap of the job and of plain Spark. Default: ${DEFAULT-VALUE}.")
  private int heapMb;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "target/bench",
      description = "Folder to work in; it must not hold a benchmark. Default: ${DEFAULT-VALUE}.")
  private Path dir = Path.of(".");

  /** Runs the benchmark, or one step of it. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Benchmark())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    BenchFolder folder = new BenchFolder(dir.toAbsolutePath().normalize());
    if (Files.exists(folder.warehouse())) {
      System.err.println("bench: " + folder.warehouse() + " is there; choose another --dir.");
      return 2;
    }
    Files.createDirectories(folder.scratch());
    Steps steps = new Steps(folder, heapMb);
    Catalogue catalogue = Project.catalogue();
    run(folder, steps, catalogue);
    Map<String, Verdict> verdicts = verdicts(folder, catalogue);
    report(folder, Figures.gather(company(), catalogue, folder, steps.usages(), verdicts));
    return verdicts.values().stream().anyMatch(Verdict.Different.class::isInstance) ? 1 : 0;
  }

  private String company() {
    return "%,d customers, %s orders each, %d nights"
        .formatted(customers, ordersPerCustomer, nights);
  }

  private static void report(BenchFolder folder, Figures figures) throws IOException {
    String report = new Report(figures).markdown();
    Files.writeString(folder.report(), report);
    System.out.println(report);
  }

  private void run(BenchFolder folder, Steps steps, Catalogue catalogue) {
    System.err.println("bench: writing the CRM");
    DemoSettings company =
        DemoSettings.of(customers).withOrdersPerCustomer(ordersPerCustomer).withNights(nights);
    ArrivingCrm crm = ArrivingCrm.write(folder, company);
    steps.build();
    List<LocalDate> days = crm.days();
    for (LocalDate day : days) {
      crm.arrive(day);
      steps.night(day.equals(days.get(0)) ? DAY_1 : NIGHT + days.indexOf(day), day);
    }
    LocalDate last = days.get(days.size() - 1);
    if (!without.contains(Lengthy.FULL)) {
      steps.night(FULL, last, "--full");
    }
    if (!without.contains(Lengthy.DERIVED)) {
      steps.derived(Figures.derived(catalogue));
    }
    steps.release(last);
    steps.duckDb(last);
    if (!without.contains(Lengthy.PLAIN)) {
      steps.plainSpark(last);
    }
  }

  private static Map<String, Verdict> verdicts(BenchFolder folder, Catalogue catalogue) {
    try (DuckDb duck = DuckDb.open(folder.scratch())) {
      return new Equality(duck, folder).verdicts(catalogue);
    }
  }
}
