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

  private final TreeMap<String, Path> files = new TreeMap<>();

  private SourceListing(Path directory) throws IOException {
    Path real = directory.toRealPath();
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        if (file.toRealPath().startsWith(real)) {
          files.put(directory.relativize(file).toString().replace('\\', '/'), file);
        }
      }
    }
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
