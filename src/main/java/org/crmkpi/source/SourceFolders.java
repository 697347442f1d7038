package org.crmkpi.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crmkpi.config.ConfFile;
import org.crmkpi.config.Problems;
import org.crmkpi.config.StrictConf;
import org.crmkpi.table.Contract;

/** Reads the folders of conf/sources that a run asks for. */
public final class SourceFolders {
  private static final String CONF = "source.conf";
  private static final String SQL = ".sql";

  private final Path root;
  private final Problems problems;

  private SourceFolders(Path root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /** Reads the wanted sources; what is wrong with them goes to the problems. */
  public static List<Source> read(Path confSources, List<SourceRequest> wanted, Problems problems) {
    SourceFolders folders = new SourceFolders(confSources, problems);
    List<Source> sources = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (SourceRequest request : wanted) {
      if (!names.add(request.name())) {
        problems.add("--source " + request.name(), "is given twice");
      } else {
        folders.source(request).ifPresent(sources::add);
      }
    }
    return List.copyOf(sources);
  }

  /** Reads sources by name without asking for their files, which may be elsewhere by now. */
  public static List<Source> declared(Path confSources, List<String> names, Problems problems) {
    return read(
        confSources,
        names.stream().map(name -> new SourceRequest(name, Optional.of(confSources))).toList(),
        problems);
  }

  /** Notes SQL that is neither an entity nor a view of others, and names that nothing has. */
  public static void checkEntities(
      List<Source> sources, List<Contract> entities, Problems problems) {
    Set<String> names = entities.stream().map(Contract::name).collect(Collectors.toSet());
    for (Source source : sources) {
      SharedViews.check(source, names, problems);
      source.keys().forEach(key -> key.check(source, entities, problems));
    }
  }

  /** Notes links among the delivered files that lead out of the directory of their source. */
  public static void checkLinks(List<Source> sources, Problems problems) {
    for (Source source : sources) {
      if (Files.isDirectory(source.directory())) {
        SourceListing listing = SourceListing.of(source.directory());
        source.feeds().stream()
            .flatMap(feed -> listing.leadOut(feed).stream())
            .forEach(
                name ->
                    problems.add(
                        "--source " + source.name(),
                        name + " is a link that leads out of " + source.directory()));
      }
    }
  }

  private Optional<Source> source(SourceRequest request) {
    Path folder = root.resolve(request.name());
    boolean isName = request.name().matches(FeedReader.NAME);
    if (!isName || !Files.isRegularFile(folder.resolve(CONF))) {
      problems.add("--source " + request.name(), "there is no such source; known: " + known());
      return Optional.empty();
    }
    String shown = "conf/sources/" + request.name() + "/" + CONF;
    StrictConf conf = StrictConf.read(folder.resolve(CONF), shown, problems);
    Source source = source(request, folder, conf);
    conf.done();
    return Optional.of(source);
  }

  private Source source(SourceRequest request, Path folder, StrictConf conf) {
    Optional<String> marker = conf.optionalText("done_marker");
    Optional<ZoneId> zone = zone(conf);
    StrictConf usual = conf.object("options");
    List<String> nullTexts = conf.optionalTexts("null_text");
    List<Feed> feeds =
        conf.objects("feeds").stream()
            .map(
                feed -> new FeedReader(request.name(), marker, zone, usual, nullTexts, feed).feed())
            .toList();
    unique(feeds, conf);
    return new Source(
        request.name(),
        conf.text("about"),
        folder,
        directory(request, conf),
        zone,
        business(conf),
        feeds,
        keys(conf),
        mappings(request.name(), folder));
  }

  private static void unique(List<Feed> feeds, StrictConf conf) {
    if (feeds.isEmpty()) {
      conf.problem("feeds", "a source has at least one feed");
    }
    Set<String> names = new HashSet<>();
    feeds.stream()
        .filter(feed -> !names.add(feed.name()))
        .forEach(feed -> conf.problem("feeds", "feed '" + feed.name() + "' is stated twice"));
  }

  private Path directory(SourceRequest request, StrictConf conf) {
    Optional<Path> stated = conf.optionalText("directory").map(Path::of);
    Path directory = request.dir().or(() -> stated).orElse(Path.of(""));
    if (!Files.isDirectory(directory) || directory.toString().isEmpty()) {
      problems.add(
          "--source " + request.name(),
          directory.toString().isEmpty()
              ? "say where its files are: --source " + request.name() + "=DIR"
              : "'" + directory + "' is not a directory");
    }
    return directory;
  }

  private static Optional<ZoneId> zone(StrictConf conf) {
    try {
      return conf.optionalText("zone").map(ZoneId::of);
    } catch (DateTimeException unknown) {
      conf.problem("zone", "'" + conf.text("zone") + "' is not a time zone");
      return Optional.empty();
    }
  }

  private List<KeyOf> keys(StrictConf conf) {
    List<KeyOf> keys = new ArrayList<>();
    for (String line : conf.optionalTexts("keys")) {
      Optional<KeyOf> key = KeyOf.parse(line);
      if (key.isEmpty()) {
        conf.problem("keys", "'" + line + "' is not like 'customer_id of crm'");
      }
      key.filter(each -> !Files.isRegularFile(root.resolve(each.source()).resolve(CONF)))
          .ifPresent(
              each ->
                  conf.problem(
                      "keys", "there is no source '" + each.source() + "'; known: " + known()));
      key.ifPresent(keys::add);
    }
    return keys;
  }

  private static Map<String, Object> business(StrictConf conf) {
    Map<String, Object> values = new TreeMap<>();
    StrictConf business = conf.object("business");
    business.keys().forEach(key -> values.put(key, business.any(key)));
    return values;
  }

  private Map<String, String> mappings(String source, Path folder) {
    Map<String, String> mappings = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SQL)).toList()) {
        String name = file.getFileName().toString();
        if (!ConfFile.isTooLarge(file, "conf/sources/" + source + "/" + name, problems)) {
          mappings.put(name.substring(0, name.length() - SQL.length()), Files.readString(file));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return mappings;
  }

  private String known() {
    try (Stream<Path> folders = Files.list(root)) {
      return String.join(
          ", ",
          folders
              .filter(each -> Files.isRegularFile(each.resolve(CONF)))
              .map(each -> each.getFileName().toString())
              .sorted()
              .toList());
    } catch (IOException none) {
      return "none";
    }
  }
}
