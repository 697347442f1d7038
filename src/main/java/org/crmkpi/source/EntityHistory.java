package org.crmkpi.source;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.crmkpi.table.Contract;

/**
 * What an entity was on each day, so that what happened then keeps the values of its day.
 *
 * <p>Values count from the day that the source states beside them, else from the day of the
 * delivery that first told them. The first values that are known count for the time before, the
 * last ones for the time after, also of what is delivered no more. Only a delivery that states an
 * earlier day changes what counted in the past: all that was told before of that day and of later
 * ones gives way to it.
 *
 * <p>It is worked out from all deliveries whenever one of them is new, so the order of the nights
 * does not matter; tables that follow by key see only the rows that differ.
 */
public final class EntityHistory {
  /** First day of the values. */
  static final String FROM = "valid_from_on";

  /** First day of the next values. */
  static final String UNTIL = "valid_until_on";

  private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
  private static final String LATER = "_told_later_from";
  private static final String BEFORE = "_before";
  private static final String RANK = "_rank";

  private final SparkSession session;
  private final Contract entity;
  private final List<Mapping> mappings;
  private final LoadedSources loaded;

  EntityHistory(
      SparkSession session, Contract entity, List<Mapping> mappings, LoadedSources loaded) {
    this.session = session;
    this.entity = entity;
    this.mappings = mappings;
    this.loaded = loaded;
  }

  /**
   * The history that rows of text tell.
   *
   * @param told columns of the contract but the last day, and {@code told_on}
   */
  public static Dataset<Row> of(Contract entity, Dataset<Row> told) {
    Contract contract = ToldRows.told(entity);
    SparkSession session = told.sparkSession();
    Dataset<Row> typed =
        TypedRows.of(
            contract,
            "",
            told.withColumn(CurrentRows.ROW_REF, functions.struct(functions.col(ToldRows.TOLD_ON))),
            Reading.plain(session));
    return spans(
        entity,
        typed.withColumn(
            ToldRows.TOLD_ON, functions.col(CurrentRows.ROW_REF).getField(ToldRows.TOLD_ON)));
  }

  /** All rows. What the entity itself turns away is counted there and is in no history. */
  MappedEntity rows() {
    Dataset<Row> nothing = session.createDataFrame(List.of(), entity.schema());
    MappedEntity none = EntityRules.apply(session, entity, nothing, "", loaded.run().asOf());
    Dataset<Row> spans =
        mappings.stream()
            .map(mapping -> ToldRows.of(session, mapping).typed())
            .reduce(Dataset::unionAll)
            .map(told -> spans(entity, told))
            .orElse(none.accepted());
    return new MappedEntity(spans, none.rejected(), () -> Counts.NONE, Counts.NONE, List::of);
  }

  MappedChange since(Optional<String> token) {
    Map<String, String> feeds = new TreeMap<>();
    mappings.forEach(mapping -> feeds.putAll(ToldRows.of(session, mapping).digests()));
    boolean isSame =
        hasDefinition(token)
            && token.flatMap(Taken::parse).filter(then -> then.feeds().equals(feeds)).isPresent();
    if (isSame) {
      return new MappedChange.Nothing();
    }
    String now = new Taken(loaded.run(), definition(), feeds, Counts.NONE).text();
    String why = token.isEmpty() ? "nothing of it was loaded before" : "another day was delivered";
    return new MappedChange.Everything(rows(), () -> now, why);
  }

  boolean hasDefinition(Optional<String> token) {
    return token
        .flatMap(Taken::parse)
        .filter(then -> then.definition().equals(definition()))
        .isPresent();
  }

  private String definition() {
    return new EntityChanges(session, entity, mappings, loaded, Optional::empty).definition();
  }

  private static Dataset<Row> spans(Contract entity, Dataset<Row> told) {
    WindowSpec inTime = Window.partitionBy(key(entity)).orderBy(FROM);
    Column from = functions.col(FROM);
    Column values = functions.struct(values(entity));
    return standing(entity, told)
        .withColumn(BEFORE, functions.lag(values, 1).over(inTime))
        .where(functions.not(functions.col(BEFORE).eqNullSafe(values)))
        .withColumn(UNTIL, functions.lead(from, 1, java.sql.Date.valueOf(LAST_DAY)).over(inTime))
        .withColumn(
            FROM,
            functions
                .when(functions.col(BEFORE).isNull(), functions.lit(FIRST_DAY))
                .otherwise(from))
        .select(EntityRules.contractColumns(entity));
  }

  /** What was told and did not give way to what was told later, one row a key and day. */
  private static Dataset<Row> standing(Contract entity, Dataset<Row> told) {
    WindowSpec later =
        Window.partitionBy(key(entity))
            .orderBy(functions.unix_date(functions.col(ToldRows.TOLD_ON)))
            .rangeBetween(1, Window.unboundedFollowing());
    WindowSpec sameDay =
        Window.partitionBy(grain(entity))
            .orderBy(
                functions.col(TypedRows.SOURCE),
                functions.col(CurrentRows.ROW_REF),
                functions.xxhash64(values(entity)));
    Column givesWay = functions.col(LATER).leq(functions.col(FROM));
    return told.where(functions.col(TypedRows.WRONG).isNull())
        .withColumn(FROM, functions.coalesce(functions.col(FROM), functions.col(ToldRows.TOLD_ON)))
        .withColumn(LATER, functions.min(FROM).over(later))
        .where(functions.not(functions.coalesce(givesWay, functions.lit(false))))
        .withColumn(RANK, functions.row_number().over(sameDay))
        .where(functions.col(RANK).equalTo(1));
  }

  private static Column[] key(Contract entity) {
    return columns(entity.grain().stream().filter(name -> !name.equals(FROM)).toList());
  }

  private static Column[] grain(Contract entity) {
    return columns(entity.grain());
  }

  private static Column[] values(Contract entity) {
    return columns(
        entity.columns().stream()
            .map(column -> column.name())
            .filter(name -> !entity.grain().contains(name) && !name.equals(UNTIL))
            .toList());
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }
}
