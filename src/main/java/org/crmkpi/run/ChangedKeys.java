package org.crmkpi.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.table.Contract;
import org.crmkpi.table.Refresh;
import org.crmkpi.warehouse.Provenance.Taken;
import org.crmkpi.warehouse.TableState;

/**
 * The keys of a table that changed rows of its inputs touch, where they were and where they are.
 */
final class ChangedKeys {
  private static final String CHANGES = "changes";
  static final String PREVIOUS_AS_OF = "previous_as_of";

  private final SparkSession session;
  private final Contract contract;
  private final Map<String, TableState> inputs;
  private final Arguments arguments;
  private final LocalDate then;
  private final List<Dataset<Row>> found = new ArrayList<>();

  /**
   * Keys of one table.
   *
   * @param then as-of date when it was last computed
   */
  ChangedKeys(
      SparkSession session,
      Contract contract,
      Map<String, TableState> inputs,
      Arguments arguments,
      LocalDate then) {
    this.session = session;
    this.contract = contract;
    this.inputs = inputs;
    this.arguments = arguments;
    this.then = then;
  }

  /** Adds the keys that an input touches; says why when they are not known. */
  Optional<String> add(String input, Taken taken) {
    String through = contract.refresh().through().get(input);
    Optional<Dataset<Row>> changes =
        taken == null ? Optional.empty() : InputChanges.since(session, inputs.get(input), taken);
    if (changes.isEmpty()) {
      return Optional.of("not known which rows of " + input + " changed");
    }
    if (through != null) {
      changes.get().createOrReplaceTempView(CHANGES);
      found.add(query(through));
      return Optional.empty();
    }
    List<String> key = contract.refresh().key();
    if (!Keys.has(changes.get(), key)) {
      return Optional.of(input + " changed, which has no " + String.join(", ", key));
    }
    found.add(changes.get().select(Keys.columns(key)));
    return Optional.empty();
  }

  /** Adds the keys that the move of as-of touches. */
  void addDue() {
    found.add(query(contract.refresh().through().get(Refresh.AS_OF)));
  }

  /** All keys, each once. */
  Dataset<Row> distinct() {
    return found.stream().reduce(Dataset::unionAll).orElseThrow().distinct();
  }

  private Dataset<Row> query(String sql) {
    inputs.forEach((name, state) -> state.version().read(session).createOrReplaceTempView(name));
    Map<String, Object> values = new HashMap<>(arguments.values());
    values.put(PREVIOUS_AS_OF, then);
    Dataset<Row> keys = session.sql(sql, values);
    return keys.select(Keys.columns(contract.refresh().key()));
  }
}
