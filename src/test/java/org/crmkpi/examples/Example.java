package org.crmkpi.examples;

import java.util.List;
import java.util.Map;

/**
 * A worked example of a table.
 *
 * @param given rows of inputs by table name
 * @param with values of parameters by name
 * @param expected what must come out
 */
record Example(
    String title, Map<String, TextTable> given, Map<String, String> with, List<Expected> expected) {

  /**
   * Expected rows.
   *
   * @param rejected true when the rows are those that are rejected
   * @param where restricts what is compared; "true" for all rows
   */
  record Expected(boolean rejected, String where, TextTable rows) {}
}
