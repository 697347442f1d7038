package org.crmkpi.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.catalog.GeneratedInputs;
import org.crmkpi.config.Business;
import org.crmkpi.config.Problems;
import org.crmkpi.run.Arguments;
import org.crmkpi.run.Conform;
import org.crmkpi.run.Transform;
import org.crmkpi.source.EntityHistory;
import org.crmkpi.source.EntityRules;
import org.crmkpi.source.MappedEntity;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;

/** Runs one example through the product's own binding, query and entity rules. */
final class ExampleRun {
  private static final String REASON = "reason";

  private final SparkSession session;
  private final Catalogue catalogue;
  private final TableFolder table;
  private final Example example;
  private final Arguments arguments;

  ExampleRun(SparkSession session, Catalogue catalogue, TableFolder table, Example example) {
    this.session = session;
    this.catalogue = catalogue;
    this.table = table;
    this.example = example;
    this.arguments = arguments(example.with());
  }

  void check() {
    boolean isHistory = table.contract().historyOf().isPresent();
    boolean isEntity = table.contract().isEntity();
    Outcome outcome = isHistory ? remembered() : isEntity ? loaded() : queried();
    for (Example.Expected expected : example.expected()) {
      Dataset<Row> rows = expected.rejected() ? outcome.rejected() : outcome.accepted();
      compare(expected, rows.where(expected.where()));
    }
  }

  /** Rows that the product publishes, and rows that it rejects with a column {@code reason}. */
  private record Outcome(Dataset<Row> accepted, Dataset<Row> rejected) {}

  private Outcome queried() {
    Dataset<Row> rows = derived(table);
    Dataset<Row> accepted = Conform.published(rows, table.contract());
    return new Outcome(
        accepted,
        Conform.rejected(rows)
            .map(rejected -> rejected.withColumnRenamed(Conform.REJECT_REASON, REASON))
            .orElse(accepted.limit(0)));
  }

  /** The entity as each delivery told it, with the day of the delivery. */
  private Outcome remembered() {
    Dataset<Row> told = texts(example.given().get(table.contract().historyOf().orElseThrow()));
    Dataset<Row> history = EntityHistory.of(table.contract(), told);
    return new Outcome(history, history.limit(0));
  }

  private Outcome loaded() {
    TextTable given = example.given().get(table.contract().name());
    MappedEntity mapped =
        EntityRules.apply(session, table.contract(), texts(given), "", arguments.asOf());
    Column[] columns =
        Stream.concat(
                table.contract().columns().stream()
                    .filter(column -> !column.name().equals(REASON))
                    .map(column -> rawValue(column.name())),
                Stream.of(functions.col(REASON)))
            .toArray(Column[]::new);
    return new Outcome(mapped.accepted(), mapped.rejected().select(columns));
  }

  private static Column rawValue(String name) {
    return functions.get_json_object(functions.col("raw_text"), "$." + name).as(name);
  }

  private Dataset<Row> derived(TableFolder folder) {
    Map<String, Dataset<Row>> inputs = new HashMap<>();
    for (String input : folder.contract().inputs()) {
      if (!GeneratedInputs.NAMES.contains(input) || example.given().containsKey(input)) {
        inputs.put(input, input(input));
      }
    }
    return new Transform(session, catalogue).rows(folder, inputs, arguments);
  }

  private Dataset<Row> input(String name) {
    if (!example.given().containsKey(name) && isParameterDriven(name)) {
      return derived(catalogue.table(name));
    }
    StructType schema =
        GeneratedInputs.NAMES.contains(name)
            ? GeneratedInputs.schema(name)
            : catalogue.table(name).contract().schema();
    return typed(schema, example.given().getOrDefault(name, TextTable.NONE));
  }

  private boolean isParameterDriven(String name) {
    return catalogue
        .find(name)
        .filter(folder -> folder.contract().isDerived())
        .filter(folder -> folder.contract().inputs().stream().allMatch(this::isParameterDriven))
        .isPresent();
  }

  private Dataset<Row> typed(StructType schema, TextTable text) {
    assertThat(columns(text)).as("columns of the input").isSubsetOf(schema.fieldNames());
    Column[] columns =
        Arrays.stream(schema.fields())
            .map(field -> column(field, text.columns()))
            .toArray(Column[]::new);
    return texts(text).select(columns);
  }

  private static Column column(StructField field, List<String> shown) {
    Column text = shown.contains(field.name()) ? functions.col(field.name()) : functions.lit(null);
    Column value = field.dataType() instanceof ArrayType ? functions.split(text, ", *") : text;
    return value.cast(field.dataType()).as(field.name());
  }

  private Dataset<Row> texts(TextTable text) {
    StructField[] fields =
        text.columns().stream()
            .map(name -> DataTypes.createStructField(name, DataTypes.StringType, true))
            .toArray(StructField[]::new);
    List<Row> rows = text.rows().stream().map(row -> RowFactory.create(row.toArray())).toList();
    return session.createDataFrame(rows, new StructType(fields));
  }

  private void compare(Example.Expected expected, Dataset<Row> actual) {
    TextTable wanted = expected.rows();
    if (wanted.columns().isEmpty()) {
      assertThat(actual.collectAsList()).as("no rows").isEmpty();
      return;
    }
    Column[] shown =
        wanted.columns().stream().map(name -> shown(name, actual.schema())).toArray(Column[]::new);
    List<DataType> types =
        wanted.columns().stream().map(name -> actual.schema().apply(name).dataType()).toList();
    List<List<String>> rows =
        actual.select(shown).collectAsList().stream().map(ExampleRun::cells).toList();
    assertThat(new Comparison(wanted, types).differences(rows)).isEmpty();
  }

  private static Column shown(String name, StructType schema) {
    boolean isArray = schema.apply(name).dataType() instanceof ArrayType;
    Column value = functions.col(name);
    return (isArray ? functions.array_join(value, ", ") : value.cast("string")).as(name);
  }

  private static List<String> cells(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(row::getString)
        .collect(Collectors.toCollection(java.util.ArrayList::new));
  }

  private static String[] columns(TextTable text) {
    return text.columns().toArray(String[]::new);
  }

  private static Arguments arguments(Map<String, String> with) {
    Arguments shipped = Project.arguments();
    Map<String, Object> values = new LinkedHashMap<>();
    with.forEach((name, text) -> values.put(name, value(text)));
    Object asOf = values.remove(Arguments.AS_OF);
    Problems problems = new Problems();
    Business business = shipped.business().with(values, "With", problems);
    problems.throwIfAny("the example", "mend its With line.");
    return new Arguments(
        asOf == null ? shipped.asOf() : LocalDate.parse(asOf.toString()), business);
  }

  private static Object value(String text) {
    if (text.startsWith("[")) {
      return Stream.of(text.replaceAll("[\\[\\] ]", "").split(",")).map(ExampleRun::value).toList();
    }
    if (text.matches("-?\\d+")) {
      return Integer.valueOf(text);
    }
    return text.matches("-?\\d+\\.\\d+") ? Double.valueOf(text) : text;
  }
}
