package org.crmkpi.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.crmkpi.catalog.QueryText;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Problems;

/**
 * The SQL files of a source that are no entity: views that its other files read, so that what
 * several entities need is said once.
 */
final class SharedViews {
  private static final String SQL = ".sql";

  private final Source source;

  private SharedViews(Source source) {
    this.source = source;
  }

  /** The views that some SQL reads, directly or through others, each after those that it reads. */
  static List<String> readBy(Source source, String file, String sql) {
    Set<String> found = new LinkedHashSet<>();
    new SharedViews(source).collect(file, sql, found, new TreeSet<>());
    return List.copyOf(found);
  }

  /** Notes names that nothing has, views that read themselves and views that nobody reads. */
  static void check(Source source, Set<String> entities, Problems problems) {
    new SharedViews(source).check(entities, problems);
  }

  private void collect(String file, String sql, Set<String> found, Set<String> open) {
    for (String name : tables(file, sql)) {
      if (isView(name) && !found.contains(name) && open.add(name)) {
        collect(name, source.mappings().get(name), found, open);
        found.add(name);
      }
    }
  }

  /** A file is read as a view by whoever names it; a feed of the same name comes first. */
  private boolean isView(String name) {
    return source.mappings().containsKey(name) && !isFeed(name);
  }

  private boolean isFeed(String name) {
    return source.feeds().stream().anyMatch(feed -> feed.name().equals(name));
  }

  private Set<String> tables(String file, String sql) {
    return QueryText.parse(source.shown(file + SQL), sql).tables();
  }

  private void check(Set<String> entities, Problems problems) {
    Set<String> read = new TreeSet<>();
    source
        .mappings()
        .forEach(
            (file, sql) -> {
              for (String name : parsed(file, sql, problems)) {
                read.add(name);
                named(file, name, entities, problems);
              }
            });
    for (Map.Entry<String, String> each : source.mappings().entrySet()) {
      String file = each.getKey();
      if (entities.contains(file)) {
        continue;
      }
      if (isFeed(file)) {
        problems.add(source.shown(file + SQL), "a feed has the name of the view '" + file + "'");
      } else if (!read.contains(file)) {
        problems.add(
            source.shown(file + SQL),
            "'" + file + "' is not an entity, and no other file reads it as a view");
      }
    }
    List<String> circling = new ArrayList<>(source.mappings().keySet());
    circling.removeIf(file -> !reaches(file, file, new TreeSet<>()));
    circling.removeIf(entities::contains);
    circling.forEach(
        file ->
            problems.add(
                source.shown(file + SQL),
                "the view '" + file + "' reads itself, directly or through " + circling));
  }

  private void named(String file, String name, Set<String> entities, Problems problems) {
    boolean isOfEntity = isView(name) && entities.contains(name);
    if (isOfEntity) {
      problems.add(
          source.shown(file + SQL),
          "reads '" + name + "', which is an entity; put what both need into a view of its own");
    } else if (!isView(name) && !isFeed(name)) {
      problems.add(
          source.shown(file + SQL),
          "reads '%s', which is neither a feed %s nor a view of %s"
              .formatted(
                  name,
                  source.feeds().stream().map(Feed::name).sorted().toList(),
                  source.shown("")));
    }
  }

  private boolean reaches(String from, String to, Set<String> seen) {
    for (String name : parsed(from, source.mappings().get(from), new Problems())) {
      boolean isNew = isView(name) && seen.add(name);
      if ((isView(name) && name.equals(to)) || (isNew && reaches(name, to, seen))) {
        return true;
      }
    }
    return false;
  }

  private Set<String> parsed(String file, String sql, Problems problems) {
    try {
      return tables(file, sql);
    } catch (CrmFailure wrong) {
      problems.add(source.shown(file + SQL), "the SQL does not parse");
      return Set.of();
    }
  }
}
