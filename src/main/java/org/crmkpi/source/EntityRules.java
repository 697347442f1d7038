package org.crmkpi.source;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.crmkpi.table.Check;
import org.crmkpi.table.Contract;

/**
 * Holds mapped rows to the contract of their entity. A row is accepted, rejected with a reason, or
 * waits until the day it is dated.
 *
 * <p>Of several rows with the same grain the first by source, file and row is accepted, whatever
 * the order in which they come.
 */
public final class EntityRules {
  private static final String SOURCE = "_source";
  private static final String WRONG = "_wrong";
  private static final String RAW = "_raw";
  private static final String WAITS = "_waits";
  private static final String RANK = "_rank";
  private static final String REASON = "_reason";

  private EntityRules() {}

  /**
   * Rows whose columns are text or typed already, with or without {@code row_ref}.
   *
   * @param source prefix of keys; empty to leave them as they are
   */
  public static MappedEntity apply(
      SparkSession session, Contract entity, Dataset<Row> rows, String source, LocalDate asOf) {
    return judge(session, entity, typed(entity, source, rows), asOf);
  }

  /** Columns of the contract with their types, what is wrong with the row, and where it is from. */
  static Dataset<Row> typed(Contract entity, String source, Dataset<Row> rows) {
    List<EntityColumn> columns =
        entity.columns().stream()
            .map(column -> EntityColumn.of(column, rows.schema(), source))
            .toList();
    List<Column> given = new ArrayList<>(columns.stream().map(EntityColumn::given).toList());
    given.add(RowRef.of(rows.schema()).as(CurrentRows.ROW_REF));
    List<Column> typed = new ArrayList<>(columns.stream().map(EntityColumn::typed).toList());
    typed.add(functions.col("*"));
    Column asGiven =
        functions.to_json(
            functions.struct(
                columns.stream()
                    .map(each -> functions.col(each.givenName()).as(each.contract().name()))
                    .toArray(Column[]::new)));
    return rows.select(given.toArray(Column[]::new))
        .select(typed.toArray(Column[]::new))
        .withColumn(WRONG, wrong(entity, columns))
        .withColumn(RAW, functions.when(functions.col(WRONG).isNotNull(), asGiven))
        .withColumn(SOURCE, functions.lit(source))
        .drop(columns.stream().map(EntityColumn::givenName).toArray(String[]::new));
  }

  /** Splits typed rows; one shuffle, to find rows with the same grain. */
  static MappedEntity judge(
      SparkSession session, Contract entity, Dataset<Row> typed, LocalDate asOf) {
    Dataset<Row> judged =
        typed
            .withColumn(WAITS, waits(session, entity, asOf))
            .withColumn(RANK, rank(entity))
            .withColumn(REASON, reason());
    Observation counted = new Observation();
    Column isRejected = functions.col(REASON).isNotNull();
    Column isWaiting = functions.col(REASON).isNull().and(functions.col(WAITS));
    Dataset<Row> accepted =
        judged
            .observe(
                counted,
                functions.count_if(isRejected).as("rejected"),
                functions.count_if(isWaiting).as("waiting"))
            .where(functions.col(REASON).isNull().and(functions.col(WAITS).equalTo(false)))
            .select(contractColumns(entity));
    return new MappedEntity(
        accepted,
        judged.where(isRejected).select(RowRef.rejected(entity)),
        () -> count(counted, "rejected"),
        () -> count(counted, "waiting"));
  }

  private static Column wrong(Contract entity, List<EntityColumn> columns) {
    Stream<Column> ofColumns = columns.stream().map(EntityColumn::problem);
    Stream<Column> ofRules =
        entity.checks().stream()
            .filter(check -> check.severity() == Check.Severity.REJECT)
            .map(
                check ->
                    functions.when(
                        functions.expr("not coalesce((" + check.predicate() + "), true)"),
                        functions.lit(check.about())));
    return functions.coalesce(Stream.concat(ofColumns, ofRules).toArray(Column[]::new));
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

  private static Column rank(Contract entity) {
    Column[] grain = entity.grain().stream().map(functions::col).toArray(Column[]::new);
    Column[] all =
        entity.columns().stream().map(c -> functions.col(c.name())).toArray(Column[]::new);
    return functions
        .row_number()
        .over(
            Window.partitionBy(grain)
                .orderBy(
                    functions.col(WRONG).isNotNull(),
                    functions.col(WAITS),
                    functions.col(SOURCE),
                    functions.col(CurrentRows.ROW_REF),
                    functions.xxhash64(all)));
  }

  private static Column reason() {
    return functions.coalesce(
        functions.col(WRONG),
        functions.when(functions.col(RANK).gt(1), functions.lit("a second row with the same key")));
  }

  private static Column[] contractColumns(Contract entity) {
    StructType schema = entity.schema();
    return Arrays.stream(schema.fields())
        .map(field -> functions.col(field.name()).as(field.name(), field.metadata()))
        .toArray(Column[]::new);
  }

  private static long count(Observation counted, String name) {
    try {
      return (Long) counted.getAsJava().get(name);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
