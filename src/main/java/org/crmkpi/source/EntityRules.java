package org.crmkpi.source;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.session.Observed;
import org.crmkpi.table.Contract;

/**
 * Holds mapped rows to the contract of their entity. A row is accepted, rejected with a reason, or
 * waits until the day it is dated.
 *
 * <p>Of several rows with the same grain the first by source, file and row is accepted, whatever
 * the order in which they come.
 */
public final class EntityRules {
  private static final String WAITS = "_waits";
  private static final String RANK = "_rank";

  /** Why the row is rejected; null when it is not. */
  static final String REASON = "_reason";

  private EntityRules() {}

  /**
   * Rows whose columns are text or typed already, with or without {@code row_ref}.
   *
   * @param source prefix of keys; empty to leave them as they are
   */
  public static MappedEntity apply(
      SparkSession session, Contract entity, Dataset<Row> rows, String source, LocalDate asOf) {
    return judge(
        session, entity, TypedRows.of(entity, source, rows, Reading.plain(session)), asOf, 0);
  }

  /**
   * Splits typed rows.
   *
   * @param atMost upper bound of their number
   */
  static MappedEntity judge(
      SparkSession session, Contract entity, Dataset<Row> typed, LocalDate asOf, long atMost) {
    return split(entity, judged(session, entity, typed, asOf, atMost), Counts.NONE);
  }

  /** Typed rows with their rank within their key, whether they wait and why they are rejected. */
  static Dataset<Row> judged(
      SparkSession session, Contract entity, Dataset<Row> typed, LocalDate asOf, long atMost) {
    Column[] grain = entity.grain().stream().map(functions::col).toArray(Column[]::new);
    Dataset<Row> dated = typed.withColumn(WAITS, waits(session, entity, asOf));
    return RepeatedKeys.in(typed, grain, atMost)
        .ranked(dated, grain, RANK, some -> some.withColumn(RANK, rank(entity, grain)))
        .withColumn(REASON, reason());
  }

  /**
   * Splits judged rows.
   *
   * @param besides rows of the entity that are not among them
   */
  static MappedEntity split(Contract entity, Dataset<Row> judged, Counts besides) {
    Observation counted = new Observation();
    Column isRejected = functions.col(REASON).isNotNull();
    Dataset<Row> accepted =
        counted(entity, judged, counted)
            .where(functions.not(isRejected).and(functions.not(functions.col(WAITS))))
            .select(contractColumns(entity));
    // Counted though nobody asks: below a count Spark does not move the condition, and so does not
    // work out the reason, with all that was mapped before it, once more for each mention of it.
    Dataset<Row> rejected =
        judged
            .observe("judged", functions.count_if(isRejected))
            .where(isRejected)
            .select(RowRef.rejected(entity));
    return new MappedEntity(
        accepted,
        rejected,
        () -> counts(counted),
        besides,
        () -> DoubtfulKeys.notices(entity, Observed.values(counted)));
  }

  /** Judged rows that are counted when they are computed. */
  static Dataset<Row> counted(Contract entity, Dataset<Row> judged, Observation counted) {
    Column undated = functions.lit(null).cast("date");
    Column[] counts =
        Counts.columns(
            functions.col(REASON).isNotNull(),
            functions.col(TypedRows.WRONG).isNull().and(functions.col(RANK).gt(1)),
            functions.col(WAITS),
            entity.datedBy().map(name -> functions.col(name).cast("date")).orElse(undated));
    Column[] more =
        Stream.concat(
                Arrays.stream(counts).skip(1),
                DoubtfulKeys.counts(entity, functions.col(REASON).isNull()))
            .toArray(Column[]::new);
    return judged.observe(counted, counts[0], more);
  }

  /** What was counted, once the rows are computed. */
  static Counts counts(Observation counted) {
    return Counts.of(Observed.values(counted)::get);
  }

  private static Column waits(SparkSession session, Contract entity, LocalDate asOf) {
    ZoneId business = ZoneId.of(session.conf().get("spark.sql.session.timeZone"));
    return entity
        .datedBy()
        .map(
            name -> {
              boolean isDate = entity.column(name).orElseThrow().type() instanceof DateType;
              LocalDate next = asOf.plusDays(1);
              Object from = isDate ? next : next.atStartOfDay(business).toInstant();
              return functions.coalesce(
                  functions.col(name).geq(functions.lit(from)), functions.lit(false));
            })
        .orElse(functions.lit(false));
  }

  private static Column rank(Contract entity, Column[] grain) {
    Column[] all =
        entity.columns().stream().map(c -> functions.col(c.name())).toArray(Column[]::new);
    return functions
        .row_number()
        .over(
            Window.partitionBy(grain)
                .orderBy(
                    functions.col(TypedRows.WRONG).isNotNull(),
                    functions.col(WAITS),
                    functions.col(TypedRows.SOURCE),
                    functions.col(CurrentRows.ROW_REF),
                    functions.xxhash64(all)));
  }

  private static Column reason() {
    return functions.coalesce(
        functions.col(TypedRows.WRONG),
        functions.when(functions.col(RANK).gt(1), functions.lit("a second row with the same key")));
  }

  static Column[] contractColumns(Contract entity) {
    StructType schema = entity.schema();
    return Arrays.stream(schema.fields())
        .map(field -> functions.col(field.name()).as(field.name(), field.metadata()))
        .toArray(Column[]::new);
  }
}
