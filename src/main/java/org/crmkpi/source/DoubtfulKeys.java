package org.crmkpi.source;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.crmkpi.table.Contract;

/**
 * Keys that are hardly meant as keys: a word for nothing, which would make one customer of all who
 * have none, and an id with blanks around it, which is another one than without them.
 */
final class DoubtfulKeys {
  private static final Object[] WORDS = {"null", "n/a", "na", "none", "nil", "nan", "-", "--", "?"};

  private static final String WORD = "_word_";
  private static final String BLANK = "_blank_";

  private DoubtfulKeys() {}

  /** For each key column of an entity how many of some rows have such a value. */
  static Stream<Column> counts(Contract entity, Column some) {
    return keys(entity)
        .flatMap(
            name -> {
              Column id = id(name);
              Column trimmed = functions.trim(id);
              return Stream.of(
                  functions
                      .count_if(some.and(functions.lower(trimmed).isin(WORDS)))
                      .as(WORD + name),
                  functions.count_if(some.and(id.notEqual(trimmed))).as(BLANK + name));
            });
  }

  /** What somebody should know of these counts. */
  static List<String> notices(Contract entity, Map<String, Object> counted) {
    return keys(entity)
        .flatMap(
            name ->
                Stream.concat(
                    notice(
                        entity,
                        counted.get(WORD + name),
                        name
                            + " is a word for nothing, such as NULL or N/A; where it means none,"
                            + " state it as null_text in source.conf"),
                    notice(
                        entity,
                        counted.get(BLANK + name),
                        name
                            + " has blanks around it and so is another key than without them;"
                            + " trim it in the mapping")))
        .toList();
  }

  private static Stream<String> notice(Contract entity, Object count, String what) {
    return Stream.of((Long) count)
        .filter(rows -> rows > 0)
        .map(rows -> "%s: in %d rows %s".formatted(entity.qualifiedName(), rows, what));
  }

  private static Stream<String> keys(Contract entity) {
    return entity.columns().stream()
        .filter(column -> column.key())
        .map(org.crmkpi.table.Column::name);
  }

  /** The id without the name of its source. */
  private static Column id(String name) {
    return functions.expr("substring(%1$s, instr(%1$s, ':') + 1)".formatted(name));
  }
}
