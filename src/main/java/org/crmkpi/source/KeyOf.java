package org.crmkpi.source;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crmkpi.config.Problems;
import org.crmkpi.table.Contract;

/**
 * A column that holds keys of another source, stated as {@code customer_id of crm} for all entities
 * of a source that refer to one by that column, or as {@code orders.customer_id of crm}.
 *
 * @param entity the one entity that is meant; empty for all
 * @param source whose keys they are
 */
record KeyOf(Optional<String> entity, String column, String source) {
  private static final Pattern LINE =
      Pattern.compile("(?:(\\w+)\\.)?(\\w+) of (" + FeedReader.NAME + ")");

  /** Reads a line of a source.conf; empty when it has another form. */
  static Optional<KeyOf> parse(String line) {
    Matcher matcher = LINE.matcher(line.strip());
    return matcher.matches()
        ? Optional.of(
            new KeyOf(Optional.ofNullable(matcher.group(1)), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  boolean isOf(String entity, String column) {
    return this.column.equals(column) && this.entity.orElse(entity).equals(entity);
  }

  /** Notes a line that no entity of its source can follow. */
  void check(Source of, List<Contract> entities, Problems problems) {
    List<Contract> meant =
        entities.stream()
            .filter(entity -> of.mappings().containsKey(entity.name()))
            .filter(entity -> this.entity.orElse(entity.name()).equals(entity.name()))
            .toList();
    if (meant.stream().noneMatch(this::refers)) {
      problems.add(
          of.shown("source.conf"),
          "keys: '%s' is no column by which %s of this source refers to others"
              .formatted(column, entity.orElse("an entity")));
    }
  }

  /** True for an id that is not the entity's own: its own keys are always those of its source. */
  boolean refers(Contract entity) {
    return !entity.grain().contains(column)
        && entity.column(column).filter(org.crmkpi.table.Column::key).isPresent();
  }

  @Override
  public String toString() {
    return entity.map(name -> name + ".").orElse("") + column + " of " + source;
  }
}
