package org.crmkpi.bench;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.crmkpi.testing.Project;

/** Starts the steps of the benchmark, one after the other, and keeps what each of them used. */
final class Steps {
  /** The step that computes everything with DuckDB. */
  static final String DUCKDB = "DuckDB";

  /** The step that computes everything with Spark alone. */
  static final String PLAIN = "plain Spark";

  private static final int DUCKDB_HEAP_MB = 512;

  private final BenchFolder folder;
  private final int heapMb;
  private final Map<String, Usage> usages = new LinkedHashMap<>();

  /**
   * Steps in a folder.
   *
   * @param heapMb largest Java heap of the steps that use Spark
   */
  Steps(BenchFolder folder, int heapMb) {
    this.folder = folder;
    this.heapMb = heapMb;
  }

  /** What each measured step used, in the order of the steps. */
  Map<String, Usage> usages() {
    return usages;
  }

  /** Builds the job, so that no measured step does. */
  void build() {
    child("build", List.of(launcher(), "--version"), Map.of());
  }

  /** A run of the job as it is started every night. */
  void night(String step, LocalDate asOf, String... more) {
    job(
        step,
        Stream.concat(
            Stream.of("run", "--source=demo=" + folder.arrived(), "--as-of=" + asOf),
            Stream.of(more)));
  }

  /** The derived tables anew, from the entities as they are. */
  void derived(List<String> tables) {
    job(
        Benchmark.DERIVED,
        Stream.of("backfill", String.join(",", tables), "--reason=the benchmark measures it"));
  }

  private void job(String step, Stream<String> arguments) {
    List<String> command =
        Stream.of(
                Stream.of(launcher()),
                arguments,
                Stream.of("--master=local[2]", "--warehouse=" + folder.warehouse()))
            .flatMap(each -> each)
            .toList();
    String javaOptions = "\"%s\" \"%s\"".formatted(gcOption(step), scratchOption());
    Map<String, String> environment =
        Map.of("CRM_HEAP", heapMb + "m", "JDK_JAVA_OPTIONS", javaOptions);
    usages.put(step, child(step, command, environment));
  }

  /** Copies the release to where DuckDB and the comparison read it; not measured. */
  void release(LocalDate asOf) {
    own("released", StepCommand.Kind.RELEASED, asOf, heapMb);
  }

  /** The same tables by DuckDB. */
  void duckDb(LocalDate asOf) {
    usages.put(DUCKDB, own(DUCKDB, StepCommand.Kind.DUCKDB, asOf, DUCKDB_HEAP_MB));
  }

  /** The same tables by Spark without the job. */
  void plainSpark(LocalDate asOf) {
    usages.put(PLAIN, own(PLAIN, StepCommand.Kind.PLAIN, asOf, heapMb));
  }

  private Usage own(String step, StepCommand.Kind kind, LocalDate asOf, int heap) {
    Path home = Project.home().toAbsolutePath();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap + "m",
            "-Xss4m",
            "-XX:+UseParallelGC",
            gcOption(step),
            scratchOption(),
            "@" + home.resolve("jobs/jvm.options"),
            "-Dcrm.home=" + home,
            "-Djava.library.path=" + home.resolve("target/native"),
            "-cp",
            System.getProperty("java.class.path"),
            Benchmark.class.getName(),
            "step",
            kind.name().toLowerCase(Locale.ROOT),
            "--dir=" + folder.root(),
            "--as-of=" + asOf);
    return child(step, command, Map.of("COMET_LOG_LEVEL", "error"));
  }

  private Usage child(String step, List<String> command, Map<String, String> environment) {
    System.err.println("bench: " + step);
    return Child.run(command, environment, folder.log(step), gcLog(step));
  }

  private String gcOption(String step) {
    return "-Xlog:gc:file=" + gcLog(step);
  }

  private String scratchOption() {
    return "-Djava.io.tmpdir=" + folder.scratch();
  }

  private Path gcLog(String step) {
    return folder.log(step + " gc");
  }

  private static String launcher() {
    return Project.home().toAbsolutePath().resolve("jobs/crm-kpi").toString();
  }
}
