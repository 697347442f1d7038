package org.crmkpi.testing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Business;
import org.crmkpi.config.Problems;
import org.crmkpi.config.Settings;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.run.Arguments;
import org.crmkpi.run.Job;
import org.crmkpi.run.Progress;
import org.crmkpi.run.TableResult;
import org.crmkpi.run.Wish;
import org.crmkpi.source.Source;
import org.crmkpi.source.SourceFolders;
import org.crmkpi.source.SourceRequest;
import org.crmkpi.warehouse.Warehouse;

/** Nights on a warehouse of a test: the product's own job, in the session of all tests. */
public final class TestNight {
  private static final AtomicLong SECONDS = new AtomicLong(1_700_000_000L);

  private final Warehouse warehouse;
  private final Path sources;
  private final UnaryOperator<Settings> settings;
  private final Catalogue catalogue;

  /** Nights that write below {@code root}, and follow by changed keys however small tables are. */
  public TestNight(Path root) {
    this(root, 1);
  }

  /** The same with some of the tables only. */
  public TestNight(Path root, Catalogue catalogue) {
    this(root, Project.home().resolve("conf/sources"), followed(1), catalogue);
  }

  /** Nights that compute tables anew whose inputs have fewer rows. */
  public TestNight(Path root, int fewRows) {
    this(root, Project.home().resolve("conf/sources"), followed(fewRows));
  }

  /** Settings of nights that compute tables anew whose inputs have fewer rows. */
  public static UnaryOperator<Settings> followed(int fewRows) {
    return usual -> changed(usual, usual.parallelTables(), fewRows, usual.rejectedShareLimit());
  }

  /**
   * Nights over sources that a test declares itself.
   *
   * @param sources folder of the sources, as conf/sources is
   * @param settings changes the shipped settings
   */
  public TestNight(Path root, Path sources, UnaryOperator<Settings> settings) {
    this(root, sources, settings, Project.catalogue());
  }

  /** The same with some of the tables only. */
  public TestNight(Path root, Path sources, UnaryOperator<Settings> settings, Catalogue catalogue) {
    this.catalogue = catalogue;
    this.warehouse = Warehouse.of(TestSpark.session(), root.toString());
    this.sources = sources;
    this.settings = settings;
  }

  /** Settings with other values for what tests change. */
  public static Settings changed(
      Settings usual, int parallelTables, int fewRows, double rejectedShareLimit) {
    return changed(usual, parallelTables, fewRows, rejectedShareLimit, usual.retentionDays());
  }

  /** The same with another retention time. */
  public static Settings changed(
      Settings usual,
      int parallelTables,
      int fewRows,
      double rejectedShareLimit,
      int retentionDays) {
    return new Settings(
        usual.warehouse(),
        parallelTables,
        usual.shufflePartitions(),
        usual.mayRunNatively(),
        fewRows,
        rejectedShareLimit,
        retentionDays,
        usual.lock(),
        usual.publish(),
        usual.hadoop(),
        usual.business());
  }

  /** Settings of nights that run on plain Spark where others run natively. */
  public static Settings onPlainSpark(Settings usual) {
    return new Settings(
        usual.warehouse(),
        usual.parallelTables(),
        usual.shufflePartitions(),
        false,
        usual.fewRows(),
        usual.rejectedShareLimit(),
        usual.retentionDays(),
        usual.lock(),
        usual.publish(),
        usual.hadoop(),
        usual.business());
  }

  /** Runs a night over sources, given as name and folder. */
  public List<TableResult> run(LocalDate asOf, Map<String, Path> folders) {
    return run(asOf, folders, clock());
  }

  /** The same at some time. */
  public List<TableResult> run(LocalDate asOf, Map<String, Path> folders, Clock clock) {
    Problems problems = new Problems();
    List<SourceRequest> requests =
        folders.entrySet().stream()
            .map(entry -> new SourceRequest(entry.getKey(), Optional.of(entry.getValue())))
            .toList();
    List<Source> read = SourceFolders.read(sources, requests, problems);
    Business business = Project.arguments().business();
    for (Source source : read) {
      business = business.with(source.businessOverrides(), source.name(), problems);
    }
    Settings used = settings.apply(Settings.read(Project.home(), Optional.empty(), problems));
    problems.throwIfAny("the test", "mend the files.");
    return new Job(TestSpark.session(), catalogue, used, warehouse, clock, Progress.SILENT)
        .run(new Arguments(asOf, business), read, Wish.changes());
  }

  /** Rows of a query over the newest release. */
  public Dataset<Row> sql(String sql) {
    return reader().rows(sql);
  }

  /** A reader of the newest release, for many queries. */
  public ReleaseQuery reader() {
    SparkSession session = TestSpark.session().newSession();
    return new ReleaseQuery(session, warehouse, Optional.empty());
  }

  /** A reader of an older release. */
  public ReleaseQuery reader(String releaseId) {
    SparkSession session = TestSpark.session().newSession();
    return new ReleaseQuery(session, warehouse, Optional.of(releaseId));
  }

  /** Rows of a query as text, cells separated by one blank. */
  public List<String> lines(String sql) {
    return sql(sql).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .collect(Collectors.toList());
  }

  /** The first cell of the first row as text. */
  public String value(String sql) {
    return String.valueOf(sql(sql).head().get(0));
  }

  /** The tables of these nights. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** The warehouse of these nights. */
  public Warehouse warehouse() {
    return warehouse;
  }

  /** Each run is a second after the one before, so that runs have names of their own. */
  private static Clock clock() {
    return Clock.fixed(Instant.ofEpochSecond(SECONDS.incrementAndGet()), ZoneOffset.UTC);
  }
}
