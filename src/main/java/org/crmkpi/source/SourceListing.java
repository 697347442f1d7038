package org.crmkpi.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All files below the directory of a source, listed once. Links that lead out of it are left out.
 */
final class SourceListing {
  private static final Pattern PART = Pattern.compile("\\{delivery}|\\*\\*/?|\\*|\\?|[^*?{]+|\\{");

  private static final Pattern HIDDEN = Pattern.compile("(^|/)\\.");

  private final Path directory;
  private final TreeMap<String, Path> files = new TreeMap<>();
  private final List<String> leadOut = new ArrayList<>();

  private SourceListing(Path directory) throws IOException {
    this.directory = directory;
    Path real = directory.toRealPath();
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path path : found.filter(Files::exists).toList()) {
        boolean isInside = path.toRealPath().startsWith(real);
        if (!isInside) {
          leadOut.add(name(path) + (Files.isDirectory(path) ? "/" : ""));
        } else if (Files.isRegularFile(path)) {
          files.put(name(path), path);
        }
      }
    }
  }

  private String name(Path path) {
    return directory.relativize(path).toString().replace('\\', '/');
  }

  static SourceListing of(Path directory) {
    try {
      return new SourceListing(directory);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The files of a feed, by name. */
  List<SourceFile> files(Feed feed) {
    Pattern pattern = pattern(feed.path());
    List<SourceFile> matching = new ArrayList<>();
    files.forEach(
        (name, path) -> {
          Matcher matcher = pattern.matcher(name);
          if (matcher.matches() && !HIDDEN.matcher(name).find()) {
            matching.add(file(name, feed.namesDeliveries() ? matcher.group("delivery") : "", path));
          }
        });
    return matching;
  }

  /** Names that match another path than that of a feed. */
  List<String> names(String path) {
    Pattern pattern = pattern(path);
    return files.keySet().stream().filter(name -> pattern.matcher(name).matches()).toList();
  }

  /** Links out of the directory that a feed would read, or that may hide files of it. */
  List<String> leadOut(Feed feed) {
    Pattern pattern = pattern(feed.path());
    return leadOut.stream()
        .filter(name -> name.endsWith("/") || pattern.matcher(name).matches())
        .toList();
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  private static SourceFile file(String name, String delivery, Path path) {
    try {
      return SourceFile.of(name, delivery, path);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        PART.matcher(glob)
            .results()
            .map(part -> regex(part.group()))
            .collect(Collectors.joining()));
  }

  private static String regex(String part) {
    return switch (part) {
      case Feed.DELIVERY -> "(?<delivery>[^/]+)";
      case "**", "**/" -> "(?:[^/]+/)*";
      case "*" -> "[^/]*";
      case "?" -> "[^/]";
      default -> Pattern.quote(part);
    };
  }
}
