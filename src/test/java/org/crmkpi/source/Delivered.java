package org.crmkpi.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.config.Problems;
import org.crmkpi.lock.Fence;
import org.crmkpi.table.Contract;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestSpark;

/** A source named "shop" in a folder of a test, what it delivered, and a warehouse to load it. */
public final class Delivered {
  /** The day of loads that do not say another. */
  public static final LocalDate AS_OF = LocalDate.of(2024, 3, 31);

  private static final double LIMIT = 0.5;

  private final Path root;
  private final Path files;
  private final SparkSession session = TestSpark.session().newSession();
  private int loads;
  private String zone = "";

  /** An empty shop. */
  public Delivered(Path root) {
    this.root = root;
    this.files = root.resolve("files");
    write(files.resolve(".keep"), "");
  }

  /** States the source.conf. */
  public Delivered conf(String... lines) {
    write(root.resolve("conf/sources/shop/source.conf"), zone + String.join("\n", lines));
    return this;
  }

  /** States the zone of the source, beside what its source.conf says. */
  public Delivered zone(String zone) {
    Path conf = root.resolve("conf/sources/shop/source.conf");
    this.zone = "zone = \"" + zone + "\"\n";
    if (Files.exists(conf)) {
      try {
        write(conf, this.zone + Files.readString(conf));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    return this;
  }

  /** States a mapping. */
  public Delivered mapping(String entity, String sql) {
    write(root.resolve("conf/sources/shop/" + entity + ".sql"), sql);
    return this;
  }

  /** Delivers a text file; lines end with a line feed. */
  public Delivered file(String name, String... lines) {
    return bytes(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Delivers a file. */
  public Delivered bytes(String name, byte[] content) {
    try {
      Path file = files.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Delivers a file once more under another name. */
  public void copy(String name, String other) {
    try {
      bytes(other, Files.readAllBytes(files.resolve(name)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Takes a file away. */
  public void remove(String name) {
    try {
      Files.delete(files.resolve(name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  List<Source> sources() {
    Problems problems = new Problems();
    List<Source> sources = sources(problems);
    problems.throwIfAny("conf", "");
    return sources;
  }

  List<Source> sources(Problems problems) {
    return SourceFolders.read(
        declared(), List.of(new SourceRequest("shop", Optional.of(files))), problems);
  }

  /** Loads what is there. */
  public LoadedSources load() {
    return load(LIMIT);
  }

  /** The same with another limit of malformed rows. */
  public LoadedSources load(double limit) {
    return load(limit, AS_OF);
  }

  /** The same for a day. */
  public LoadedSources load(double limit, LocalDate asOf) {
    loads++;
    Clock clock = Clock.fixed(Instant.parse("2024-04-01T02:00:00Z"), ZoneOffset.UTC);
    return new RawLoad(limit)
        .load(
            session,
            sources(),
            warehouse().toString(),
            Fence.NONE,
            "run%03d".formatted(loads),
            asOf,
            clock);
  }

  /** Loads what is there for a day. */
  public LoadedSources load(LocalDate asOf) {
    return load(LIMIT, asOf);
  }

  /** Maps an entity out of what was loaded. */
  public MappedEntity map(LoadedSources loaded, String entity) {
    return EntityRows.map(session, contract(entity), sources(), loaded);
  }

  /** What became of the rows of each file of a load that nobody accounted for. */
  public Dataset<Row> ledger(LoadedSources loaded, Dataset<Row> rejected) {
    return OpenLoads.of(session, loaded, Optional.empty())
        .ledger(Optional.of(rejected), sources(), Project.entities());
  }

  /** Loads and maps; the accepted rows as text, sorted. */
  public List<String> accepted(String entity, String... columns) {
    return rows(map(load(), entity).accepted(), columns);
  }

  /** Rows as text, sorted. */
  public static List<String> rows(Dataset<Row> rows, String... columns) {
    String[] texts =
        Arrays.stream(columns)
            .map(each -> "coalesce(cast(" + each + " as string), 'null')")
            .toArray(String[]::new);
    return rows.selectExpr(texts).collectAsList().stream()
        .map(row -> row.toSeq().mkString(" "))
        .sorted()
        .toList();
  }

  static Contract contract(String entity) {
    return Project.catalogue().table(entity).contract();
  }

  /** Where its files are. */
  public Path files() {
    return files;
  }

  /** The folder of sources that declares it. */
  public Path declared() {
    return root.resolve("conf/sources");
  }

  /** Where it is loaded to. */
  public Path warehouse() {
    return root.resolve("warehouse");
  }

  /** The session of its loads. */
  public SparkSession session() {
    return session;
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
