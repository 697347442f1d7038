package org.crmkpi.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.table.Contract;

/** What changed in the feeds that one mapping reads. */
final class MappingChange {
  private final SparkSession session;
  private final Mapping mapping;
  private final List<FeedChange> changes;
  private final Optional<String> unknown;
  private Optional<MappingShape> shape = Optional.empty();

  /**
   * Mapped rows of the driving feed that may have changed.
   *
   * @param before with the types of the entity, as they counted
   * @param now the same as they count
   */
  record Typed(Dataset<Row> before, Dataset<Row> now) {}

  private MappingChange(
      SparkSession session, Mapping mapping, List<FeedChange> changes, Optional<String> unknown) {
    this.session = session;
    this.mapping = mapping;
    this.changes = changes;
    this.unknown = unknown;
  }

  static MappingChange of(
      SparkSession session, Mapping mapping, Taken taken, LoadedSources loaded) {
    List<FeedChange> changes = new ArrayList<>();
    Optional<String> unknown = Optional.empty();
    for (LoadedFeed feed : mapping.feeds()) {
      String digest = taken.feeds().getOrDefault(feed.feed().shown(), "");
      if (!FeedChange.digest(feed.feed(), feed.counting()).equals(digest)) {
        List<Listed> then = feed.counting(loaded.horizon(feed.feed().source(), taken.run()));
        changes.add(new FeedChange(feed, then, feed.counting()));
        if (!FeedChange.digest(feed.feed(), then).equals(digest)) {
          unknown = Optional.of("what counted of feed " + feed.feed().shown() + " is not known");
        }
      }
    }
    return new MappingChange(session, mapping, changes, unknown);
  }

  boolean isThere() {
    return !changes.isEmpty();
  }

  String why() {
    long rows = changes.stream().mapToLong(FeedChange::changedRows).sum();
    return "at most %d rows of %s changed".formatted(rows, mapping.source().name());
  }

  /** Rows that the mapping reads when only changed rows are mapped, at most. */
  long rows() {
    long driven = changes.stream().mapToLong(FeedChange::changedRows).sum();
    return driven
        + mapping.feeds().stream()
            .filter(feed -> !feed.feed().name().equals(shape().driving()))
            .mapToLong(LoadedFeed::countingRows)
            .sum();
  }

  /** Why rows of other keys may differ; empty when they cannot. */
  Optional<String> obstacle(Taken then) {
    return unknown
        .or(() -> shape().obstacle())
        .or(() -> changes.stream().flatMap(change -> obstacle(change, then).stream()).findFirst());
  }

  private Optional<String> obstacle(FeedChange change, Taken then) {
    String name = change.feed().feed().name();
    if (name.equals(shape().driving())) {
      return ofDriving(change, then);
    }
    boolean isSame =
        change.hasFewRows()
            && !shape().usesPosition(name)
            && mapping.inZone(
                session, () -> ChangedRows.isSame(session, change, shape().columns(name)));
    return isSame
        ? Optional.empty()
        : Optional.of("feed " + change.feed().feed().shown() + ", which is looked up, changed");
  }

  private Optional<String> ofDriving(FeedChange change, Taken then) {
    Feed feed = change.feed().feed();
    if (feed.isFull()) {
      String anew = "feed " + feed.shown() + " was delivered anew, and ";
      return shape().usesPosition(feed.name())
          ? Optional.of(anew + "the mapping uses row numbers")
          : Optional.of(anew + "some rows were rejected by their row number")
              .filter(why -> then.counts().rejected() > 0);
    }
    return change.isMost()
        ? Optional.of("most rows of feed " + feed.shown() + " changed")
        : Optional.empty();
  }

  /**
   * True when rows of different keys of the driving feed never have the same key of the entity: a
   * key of an entity starts with the name of its source.
   */
  boolean keepsKeysApart() {
    List<String> key =
        driving().map(LoadedFeed::feed).stream()
            .flatMap(feed -> feed.key().stream().map(feed::mapped))
            .toList();
    return !key.isEmpty() && key.stream().allMatch(this::isInGrain);
  }

  private boolean isInGrain(String column) {
    Contract entity = mapping.entity();
    return entity.grain().stream()
        .filter(name -> entity.column(name).orElseThrow().key())
        .anyMatch(name -> shape().passes(name, column));
  }

  /** The rows of the driving feed that may have changed, mapped; empty when none did. */
  Optional<Typed> typed() {
    return changes.stream()
        .filter(change -> change.feed().feed().name().equals(shape().driving()))
        .findFirst()
        .map(
            change -> {
              ChangedRows rows = mapping.inZone(session, () -> ChangedRows.of(session, change));
              return new Typed(typed(rows.before()), typed(rows.now()));
            });
  }

  private Dataset<Row> typed(Dataset<Row> rows) {
    return mapping.typed(session, Map.of(shape().driving(), rows));
  }

  private Optional<LoadedFeed> driving() {
    return mapping.feeds().stream()
        .filter(feed -> feed.feed().name().equals(shape().driving()))
        .findFirst();
  }

  private MappingShape shape() {
    if (shape.isEmpty()) {
      shape = Optional.of(mapping.shape(session));
    }
    return shape.get();
  }
}
