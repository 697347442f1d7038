package org.crmkpi.source;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.crmkpi.delta.Version;
import org.crmkpi.session.Effort;
import org.crmkpi.table.Contract;

/**
 * The rows of an entity that may differ. Only rows that fit the contract hold a key: others are
 * rejected whatever else there is.
 *
 * @param before what became of the rows as they counted
 * @param now judged rows as they count
 * @param held keys of both, with whether a row held them before
 */
record ChangedEntity(
    SparkSession session, Contract entity, Counts before, Dataset<Row> now, Dataset<Row> held) {
  private static final String WAS_HELD = "_was_held";

  static ChangedEntity of(
      SparkSession session,
      Contract entity,
      List<MappingChange> changes,
      Taken then,
      LocalDate asOf) {
    List<MappingChange.Typed> typed =
        changes.stream().flatMap(change -> change.typed().stream()).toList();
    Effort.forRows(session, changes.stream().mapToLong(MappingChange::rows).sum());
    Dataset<Row> before =
        judged(session, entity, typed, MappingChange.Typed::before, then.run().asOf());
    Dataset<Row> now = judged(session, entity, typed, MappingChange.Typed::now, asOf);
    Observation counted = new Observation();
    Dataset<Row> held =
        holders(entity, EntityRules.counted(entity, before, counted), true)
            .unionAll(holders(entity, now, false))
            .groupBy(grain(entity))
            .agg(functions.max(WAS_HELD).as(WAS_HELD))
            .localCheckpoint();
    return new ChangedEntity(session, entity, EntityRules.counts(counted), now, held);
  }

  Dataset<Row> keys() {
    return held.drop(WAS_HELD);
  }

  MappedEntity rows(Taken then) {
    return EntityRules.split(entity, now, then.counts().minus(before));
  }

  /** True when a row that did not change has the key of a new one. */
  boolean meets(Optional<Version> version) {
    Dataset<Row> fresh = held.where(functions.not(functions.col(WAS_HELD))).drop(WAS_HELD);
    if (version.isEmpty() || fresh.isEmpty()) {
      return version.isEmpty();
    }
    Effort.forRows(session, version.get().rowCount());
    Dataset<Row> rows = version.get().read(session);
    Column isSame =
        entity.grain().stream()
            .map(name -> rows.col(name).equalTo(fresh.col(name)))
            .reduce(Column::and)
            .orElseThrow();
    return !rows.join(functions.broadcast(fresh), isSame, "left_semi").isEmpty();
  }

  private static Dataset<Row> judged(
      SparkSession session,
      Contract entity,
      List<MappingChange.Typed> typed,
      Function<MappingChange.Typed, Dataset<Row>> which,
      LocalDate asOf) {
    Dataset<Row> rows =
        typed.stream()
            .map(which)
            .reduce(Dataset::unionAll)
            .orElseGet(
                () ->
                    TypedRows.of(
                        entity,
                        "",
                        session.createDataFrame(List.of(), entity.schema()),
                        Reading.plain(session)));
    return EntityRules.judged(session, entity, rows, asOf, 0);
  }

  private static Dataset<Row> holders(Contract entity, Dataset<Row> judged, boolean was) {
    return judged
        .where(functions.col(TypedRows.WRONG).isNull())
        .select(grain(entity))
        .withColumn(WAS_HELD, functions.lit(was));
  }

  private static Column[] grain(Contract entity) {
    return entity.grain().stream().map(functions::col).toArray(Column[]::new);
  }
}
