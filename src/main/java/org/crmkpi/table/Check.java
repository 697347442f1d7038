package org.crmkpi.table;

/**
 * A rule for every row. The predicate passes when it is true or null.
 *
 * @param about the rule in words; on entities it is the reason given to a rejected row
 */
public record Check(String name, String predicate, Severity severity, String about) {
  /** What happens to a row, or a table, that breaks the rule. */
  public enum Severity {
    /** The row is rejected with a reason; only for entities filled by sources. */
    REJECT,
    /** Nothing is published. */
    STOP,
    /** It is published and counted. */
    WARN
  }
}
