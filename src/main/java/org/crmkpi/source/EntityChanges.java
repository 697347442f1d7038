package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.delta.Version;
import org.crmkpi.session.Calendars;
import org.crmkpi.table.Contract;

/**
 * Finds what an entity must become from what its newest version took in. Only where it is certain
 * that no other row can differ is it told by keys; the law is that both ways give the same table.
 */
final class EntityChanges {
  /** Raise it when the rules for rows change: every entity is then mapped again. */
  private static final String RULES = "2";

  private final SparkSession session;
  private final Contract entity;
  private final List<Mapping> mappings;
  private final LoadedSources loaded;
  private final Supplier<Optional<Version>> newest;

  EntityChanges(
      SparkSession session,
      Contract entity,
      List<Mapping> mappings,
      LoadedSources loaded,
      Supplier<Optional<Version>> newest) {
    this.session = session;
    this.entity = entity;
    this.mappings = mappings;
    this.loaded = loaded;
    this.newest = newest;
  }

  MappedChange since(Optional<String> token) {
    Optional<Taken> taken = token.flatMap(Taken::parse);
    if (taken.isEmpty()) {
      return everything(
          newest.get().filter(version -> !version.files().isEmpty()).isEmpty()
              ? "nothing of it was loaded before"
              : "what its newest version took in is not known");
    }
    Taken then = taken.get();
    Optional<String> stale = stale(then);
    if (stale.isPresent()) {
      return everything(stale.get());
    }
    List<MappingChange> changes =
        mappings.stream()
            .map(mapping -> MappingChange.of(session, mapping, then, loaded))
            .filter(MappingChange::isThere)
            .toList();
    return changes.isEmpty() ? new MappedChange.Nothing() : changed(then, changes);
  }

  /** True when a version with this token was mapped as it would be now. */
  boolean hasDefinition(Optional<String> token) {
    return token
        .flatMap(Taken::parse)
        .filter(then -> then.definition().equals(definition()))
        .isPresent();
  }

  private MappedChange changed(Taken then, List<MappingChange> changes) {
    Optional<String> unclear =
        changes.stream().flatMap(change -> change.obstacle(then).stream()).findFirst();
    if (unclear.isPresent()) {
      return everything(unclear.get());
    }
    boolean separate = changes.stream().allMatch(MappingChange::keepsKeysApart);
    if (!separate && then.counts().repeated() + then.counts().waiting() > 0) {
      return everything("rows that wait or were turned away may have the keys of new ones");
    }
    ChangedEntity changed = ChangedEntity.of(session, entity, changes, then, loaded.run().asOf());
    if (!separate && changed.meets(newest.get())) {
      return everything("a new row has the key of a row that did not change");
    }
    MappedEntity rows = changed.rows(then);
    String why = String.join(", ", changes.stream().map(MappingChange::why).toList());
    return new MappedChange.Keys(changed.keys(), rows, token(rows), why);
  }

  /** Why it does not help to look at the feeds. */
  private Optional<String> stale(Taken then) {
    Optional<String> due =
        then.counts()
            .waitsFrom()
            .filter(first -> !first.isAfter(loaded.run().asOf()))
            .map(first -> "%d waiting rows may be due".formatted(then.counts().waiting()));
    if (entity.grain().stream().anyMatch(name -> entity.column(name).orElseThrow().nullable())) {
      return Optional.of("its key may be null");
    }
    if (!then.definition().equals(definition())) {
      return Optional.of("its mapping, feeds or contract changed");
    }
    return loaded.run().asOf().isBefore(then.run().asOf())
        ? Optional.of("its newest version is as of " + then.run().asOf())
        : due;
  }

  private MappedChange everything(String why) {
    MappedEntity rows = EntityRows.everything(session, entity, mappings, loaded);
    return new MappedChange.Everything(rows, token(rows), why);
  }

  private Supplier<String> token(MappedEntity rows) {
    Map<String, String> feeds = new TreeMap<>();
    mappings.stream()
        .flatMap(mapping -> mapping.feeds().stream())
        .forEach(
            feed ->
                feeds.put(feed.feed().shown(), FeedChange.digest(feed.feed(), feed.counting())));
    String definition = definition();
    return () -> new Taken(loaded.run(), definition, feeds, rows.total()).text();
  }

  String definition() {
    List<String> parts = new ArrayList<>();
    parts.add(RULES);
    parts.add(Zones.business(session).toString());
    parts.add(Calendars.startsOn(session).toString());
    parts.add(entity.toString());
    Stream<String> ofMappings = mappings.stream().flatMap(Mapping::definition);
    ofMappings.forEach(parts::add);
    return Digest.of(parts);
  }
}
