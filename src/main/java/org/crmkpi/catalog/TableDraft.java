package org.crmkpi.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.Resources;
import org.crmkpi.table.Column;
import org.crmkpi.table.Contract;

/**
 * The files of a new KPI table that counts the rows of its first input by month, and those of them
 * that each further input knows. They pass the build, so that whoever adds a KPI changes what
 * works.
 */
public final class TableDraft {
  private static final Pattern FOLDER = Pattern.compile("kpi/[a-z][a-z0-9_]*/[a-z][a-z0-9_]*");

  private final String table;
  private final Contract counted;
  private final Column day;
  private final List<Contract> known;

  private TableDraft(String table, Contract counted, Column day, List<Contract> known) {
    this.table = table;
    this.counted = counted;
    this.day = day;
    this.known = known;
  }

  /**
   * A draft.
   *
   * @param folder {@code kpi/<subject>/<table>}
   * @param inputs the table whose rows are counted, which has a day, then tables whose grain it has
   */
  public static TableDraft of(Catalogue catalogue, String folder, List<String> inputs) {
    if (!FOLDER.matcher(folder).matches()) {
      throw refusal(folder, "the folder is not kpi/SUBJECT/TABLE", "use a-z, 0-9 and _.");
    }
    String table = folder.substring(folder.lastIndexOf('/') + 1);
    if (catalogue.find(table).isPresent() || GeneratedInputs.NAMES.contains(table)) {
      throw refusal(folder, "there is a table " + table, "take another name.");
    }
    Contract counted = catalogue.table(inputs.get(0)).contract();
    List<Contract> known = new ArrayList<>();
    for (String input : inputs.subList(1, inputs.size())) {
      Contract other = catalogue.table(input).contract();
      if (!other.grain().stream().allMatch(key -> counted.column(key).isPresent())) {
        throw refusal(
            folder,
            "%s has no columns %s, which a row of %s is found by"
                .formatted(counted.name(), other.grain(), input),
            "name first the input that has them.");
      }
      known.add(other);
    }
    return new TableDraft(table, counted, day(folder, counted), known);
  }

  private static Column day(String folder, Contract contract) {
    return contract
        .datedBy()
        .flatMap(contract::column)
        .or(() -> contract.columns().stream().filter(TableDraft::isDay).findFirst())
        .orElseThrow(
            () ->
                refusal(
                    folder,
                    contract.name() + " has no date or timestamp, so its rows are of no month",
                    "name first an input that has one."));
  }

  private static boolean isDay(Column column) {
    DataType type = column.type();
    return type.equals(DataTypes.DateType) || type.equals(DataTypes.TimestampType);
  }

  private static CrmFailure refusal(String folder, String what, String next) {
    return CrmFailure.of(Category.INVOCATION, folder, what, "", next);
  }

  /** Path below the folder of the table, and text. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("table.conf", contract());
    files.put("query.sql", query());
    files.put("examples/rows_of_a_month.md", example());
    return files;
  }

  private String contract() {
    return Resources.text(TableDraft.class, "draft/table.conf")
        .formatted(
            counted.name(),
            inputs().collect(Collectors.joining(", ")),
            day.name(),
            known.stream().map(this::column).collect(Collectors.joining()),
            table);
  }

  private Stream<String> inputs() {
    return Stream.concat(Stream.of(counted.name()), known.stream().map(Contract::name));
  }

  private String column(Contract other) {
    return """
          { name = with_%1$s_count, type = bigint, unit = "rows of %2$s", about = "Those of which %1$s has a row." }
        """
        .formatted(other.name(), counted.name());
  }

  private String query() {
    String joins =
        known.stream()
            .map(other -> "    left join %s on %s\n".formatted(other.name(), keys(other)))
            .collect(Collectors.joining());
    return Resources.text(TableDraft.class, "draft/query.sql")
        .formatted(
            counted.name(),
            day.name(),
            known.stream()
                .map(
                    other ->
                        ",\n    %1$s.%2$s is not null as has_%1$s"
                            .formatted(other.name(), other.grain().get(0)))
                .collect(Collectors.joining()),
            joins,
            known.stream()
                .map(other -> ",\n  count_if(has_%1$s) as with_%1$s_count".formatted(other.name()))
                .collect(Collectors.joining()));
  }

  private String keys(Contract other) {
    return other.grain().stream()
        .map(key -> "%s.%s = %s.%s".formatted(other.name(), key, counted.name(), key))
        .collect(Collectors.joining(" and "));
  }

  private String example() {
    StringBuilder text =
        new StringBuilder(
            """
            # Two rows of January and one of March are two months

            March is complete on its last day. The second row of January is known to no other table.

            With `as_of` = 2024-03-31

            """);
    text.append(given(counted, List.of("2024-01-01", "2024-01-31", "2024-03-31")));
    known.forEach(other -> text.append(given(other, List.of("2024-01-01", "", "2024-03-31"))));
    String counts = known.stream().map(other -> " 1 |").collect(Collectors.joining());
    text.append(
        """
        Expect

        | period_start_on | is_complete | %s_count |%s
        |---|---|---|%s
        | 2024-01-01 | true | 2 |%s
        | 2024-03-01 | true | 1 |%s
        """
            .formatted(
                counted.name(),
                known.stream()
                    .map(other -> " with_%s_count |".formatted(other.name()))
                    .collect(Collectors.joining()),
                known.stream().map(other -> "---|").collect(Collectors.joining()),
                counts,
                counts));
    return text.toString();
  }

  /** One row for each day that is not empty; the keys tell the rows apart. */
  private String given(Contract contract, List<String> days) {
    Map<String, Column> columns = new LinkedHashMap<>();
    known.stream()
        .filter(other -> contract.equals(counted) || contract.equals(other))
        .flatMap(other -> other.grain().stream())
        .forEach(key -> columns.put(key, contract.column(key).orElseThrow()));
    if (contract.equals(counted)) {
      columns.put(day.name(), day);
    }
    StringBuilder rows = new StringBuilder();
    for (int number = 1; number <= days.size(); number++) {
      String date = days.get(number - 1);
      if (!date.isEmpty()) {
        int row = number;
        rows.append(line(columns.values().stream().map(column -> value(column, row, date))));
      }
    }
    return "Given `%s`\n\n%s%s%s\n"
        .formatted(
            contract.name(),
            line(columns.keySet().stream()),
            line(columns.keySet().stream().map(name -> "---")),
            rows);
  }

  private static String line(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String value(Column column, int number, String date) {
    DataType type = column.type();
    if (isDay(column)) {
      return type.equals(DataTypes.DateType) ? date : date + " 09:00:00";
    }
    return type.equals(DataTypes.StringType) ? "demo:" + number : String.valueOf(number);
  }
}
