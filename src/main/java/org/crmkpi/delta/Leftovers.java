package org.crmkpi.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.crmkpi.lock.Fence;

/**
 * What lies below a table and no version from a certain one on needs: rows that were replaced, rows
 * of runs that were killed, and the log before a checkpoint. Kernel cuts a log by the age of its
 * files alone, which knows of no releases. What others wrote outside our folders stays.
 */
final class Leftovers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOG = "_delta_log/";
  private static final int VERSION_ENDS = LOG.length() + 20;
  private static final Pattern OURS =
      Pattern.compile("((?:_changes|data)/[^/]+)/.+|(deletion_vector_[^/]+)");

  private final Path root;
  private final FileSystem store;
  private final Version newest;
  private final TreeMap<String, FileStatus> files = new TreeMap<>();

  /** Lists everything below a table. */
  Leftovers(Path root, Configuration hadoop, Version newest) throws IOException {
    this.root = root;
    this.store = root.getFileSystem(hadoop);
    this.newest = newest;
    list(root);
  }

  /** A store of objects lists all at once; the local one would start a process for each file. */
  private void list(Path folder) throws IOException {
    if (store instanceof LocalFileSystem) {
      for (FileStatus each : store.listStatus(folder)) {
        if (each.isDirectory()) {
          list(each.getPath());
        } else {
          put(each);
        }
      }
    } else {
      RemoteIterator<LocatedFileStatus> found = store.listFiles(folder, true);
      while (found.hasNext()) {
        put(found.next());
      }
    }
  }

  private void put(FileStatus file) {
    files.put(file.getPath().toString().substring(root.toString().length() + 1), file);
  }

  /**
   * Removes it, the log first. The fence is asked once all is listed: what a later holder writes is
   * not in the list.
   *
   * @param oldest the versions from this one on are needed; when empty, those that the log keeps
   */
  Removed remove(Optional<Long> oldest, Fence fence) throws IOException {
    long first = firstLogged(oldest.orElse(newest.number()));
    Map<String, List<String>> leftovers = new LinkedHashMap<>();
    log(0, first).forEach(name -> leftovers.put(name, List.of(name)));
    leftovers.putAll(unnamed(named(oldest.orElse(first))));
    fence.check();
    Removed removed = Removed.NOTHING;
    for (Map.Entry<String, List<String>> each : leftovers.entrySet()) {
      store.delete(new Path(root, each.getKey()), true);
      long bytes = each.getValue().stream().mapToLong(name -> files.get(name).getLen()).sum();
      removed = removed.and(new Removed(each.getValue().size(), bytes));
    }
    return removed;
  }

  /** The checkpoint to read a version from; never the last one, which is news to some reader. */
  private long firstLogged(long oldest) {
    List<Long> checkpoints =
        log(0, Long.MAX_VALUE).stream()
            .filter(name -> name.substring(VERSION_ENDS).equals(".checkpoint.parquet"))
            .map(name -> Long.parseLong(name.substring(LOG.length(), VERSION_ENDS)))
            .toList();
    return checkpoints.stream()
        .limit(Math.max(0, checkpoints.size() - 1))
        .filter(checkpoint -> checkpoint <= oldest)
        .reduce(0L, Math::max);
  }

  /** Files of the log, from a version on and before another. */
  private Set<String> log(long from, long to) {
    return files.subMap(logged(from), logged(to)).keySet();
  }

  private static String logged(long version) {
    return "%s%020d".formatted(LOG, version);
  }

  /** Files of ours that have no name among these, by what to delete: them or their folder. */
  private Map<String, List<String>> unnamed(Set<String> named) {
    Map<String, List<String>> unnamed = new LinkedHashMap<>();
    ours()
        .forEach(
            (place, names) -> {
              List<String> some = new ArrayList<>(names);
              some.removeIf(name -> named.contains(place) || named.contains(last(name)));
              if (some.size() == names.size()) {
                unnamed.put(place, names);
              } else {
                some.forEach(name -> unnamed.put(name, List.of(name)));
              }
            });
    return unnamed;
  }

  private Map<String, List<String>> ours() {
    Map<String, List<String>> ours = new TreeMap<>();
    for (String name : files.keySet()) {
      Matcher matcher = OURS.matcher(name);
      if (matcher.matches()) {
        String place = Optional.ofNullable(matcher.group(1)).orElse(name);
        ours.computeIfAbsent(place, none -> new ArrayList<>()).add(name);
      }
    }
    return ours;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Names of files and folders that some version from {@code oldest} on needs: those of the newest
   * one, and all that a commit after the oldest one added or took out.
   */
  private Set<String> named(long oldest) throws IOException {
    Set<String> named = new HashSet<>(newest.properties().values());
    for (DataFile file : newest.files()) {
      named.add(file.name());
      file.deleted().ifPresent(vector -> add(named, vector.storage(), vector.place()));
    }
    for (String commit : log(oldest + 1, Long.MAX_VALUE)) {
      if (commit.substring(VERSION_ENDS).equals(".json")) {
        try (InputStream text = store.open(new Path(root, commit));
            MappingIterator<JsonNode> actions = JSON.readerFor(JsonNode.class).readValues(text)) {
          actions.forEachRemaining(action -> action.forEach(each -> add(named, each)));
        }
      }
    }
    return named;
  }

  private void add(Set<String> named, JsonNode action) {
    named.add(last(action.path("path").asText()));
    action.path("configuration").forEach(fact -> named.add(fact.asText()));
    JsonNode vector = action.path("deletionVector");
    add(named, vector.path("storageType").asText(), vector.path("pathOrInlineDv").asText());
  }

  private void add(Set<String> named, String storage, String place) {
    newest.vectors().file(storage, place).ifPresent(file -> named.add(file.getName()));
  }
}
