package org.crmkpi.delta;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.BinaryColumn;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Values of a text column that a reader looks for. Parquet then skips the pages whose smallest and
 * largest value say that none of them is there, which pays where files are sorted by the column;
 * what it reads are pages, so other rows come along.
 *
 * @param values each once, at least one, of which one may be null
 */
public record Sought(String column, List<String> values) {
  /** More values than these are in most pages of a table of any size, and travel with each task. */
  public static final int MOST_VALUES = 20_000;

  /** How a writer makes pages that are worth skipping: Parquet's usual ones have 20,000 rows. */
  static final Map<String, String> SHORT_PAGES = Map.of("parquet.page.row.count.limit", "1000");

  /**
   * Values that are worth looking for: some, but not more than {@link #MOST_VALUES}. Parquet takes
   * a dot in a name for a step into a structure, so no column with one is searched.
   */
  public static Optional<Sought> of(String column, List<String> values) {
    return values.isEmpty() || values.size() > MOST_VALUES || column.contains(".")
        ? Optional.empty()
        : Optional.of(new Sought(column, values));
  }

  /**
   * Rows that are read with {@link #options}, by a plan that reads the column whatever becomes of
   * them: Parquet takes one that nobody reads for missing and finds nothing in it. The condition
   * always holds, and is none that Spark pushes to the files.
   */
  public Dataset<Row> in(Dataset<Row> rows) {
    Column bytes = functions.octet_length(functions.col("`" + column + "`"));
    return rows.where(functions.coalesce(bytes, functions.lit(0)).geq(0));
  }

  /**
   * Options of Spark's Parquet reader. It must push no predicate of its own, which would take the
   * place of this one. Dictionaries are not asked: that costs as much for each value as reading a
   * page.
   */
  public Map<String, String> options(SparkSession session) {
    return options(session.sparkContext().isLocal());
  }

  /**
   * The same options.
   *
   * @param knowsUs the readers run where Parquet's class loader finds the classes of this job; on a
   *     cluster Spark loads these with another one
   */
  Map<String, String> options(boolean knowsUs) {
    Configuration conf = new Configuration(false);
    BinaryColumn sought = FilterApi.binaryColumn(column);
    ParquetInputFormat.setFilterPredicate(conf, knowsUs ? anyOf(sought) : anyOf(sought, values));
    return Map.of(
        ParquetInputFormat.FILTER_PREDICATE, conf.get(ParquetInputFormat.FILTER_PREDICATE),
        ParquetInputFormat.DICTIONARY_FILTERING_ENABLED, "false",
        ParquetInputFormat.BLOOM_FILTERING_ENABLED, "false");
  }

  /** Pages count their missing values, so null has a predicate of its own. */
  private FilterPredicate anyOf(BinaryColumn sought) {
    List<String> texts = values.stream().filter(Objects::nonNull).toList();
    FilterPredicate isText = FilterApi.userDefined(sought, new AnyOf(texts));
    return values.size() == texts.size()
        ? isText
        : FilterApi.or(FilterApi.eq(sought, null), isText);
  }

  /** A balanced tree, so that many values do not make it deep. */
  private static FilterPredicate anyOf(BinaryColumn sought, List<String> some) {
    int half = some.size() / 2;
    return half == 0
        ? FilterApi.eq(sought, some.get(0) == null ? null : Binary.fromString(some.get(0)))
        : FilterApi.or(
            anyOf(sought, some.subList(0, half)), anyOf(sought, some.subList(half, some.size())));
  }
}
