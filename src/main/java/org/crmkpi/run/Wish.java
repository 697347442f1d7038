package org.crmkpi.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a night somebody asks for.
 *
 * @param select only these tables and what depends on them; empty for all
 * @param anew tables that are computed anew whatever changed
 * @param isFull true when all tables are
 * @param loads whether sources are looked at
 * @param reason why somebody asks for tables to be computed anew
 */
public record Wish(
    List<String> select, Set<String> anew, boolean isFull, boolean loads, Optional<String> reason) {

  /** Everything that changed. */
  public static Wish changes() {
    return selected(List.of());
  }

  /** What changed of some tables and of those that depend on them. */
  public static Wish selected(List<String> select) {
    return new Wish(select, Set.of(), false, true, Optional.empty());
  }

  /** Every table anew. */
  public static Wish full(List<String> select) {
    return new Wish(select, Set.of(), true, true, Optional.of("all tables were asked for anew"));
  }

  /** Some tables, and those that depend on them, anew. */
  public static Wish backfill(List<String> tables, Set<String> affected, String reason) {
    return new Wish(tables, affected, false, false, Optional.of("backfill: " + reason));
  }

  /** Why a table is computed anew; empty when only its changes are. */
  Optional<String> anew(String table) {
    return isFull || anew.contains(table) ? reason : Optional.empty();
  }
}
