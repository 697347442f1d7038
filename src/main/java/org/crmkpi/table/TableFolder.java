package org.crmkpi.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One table as it lies on disk.
 *
 * @param query the text of query.sql; empty for tables that sources or the runner fill
 * @param charts what charts.conf says; none without that file
 */
public record TableFolder(
    Path folder, Contract contract, Optional<String> query, List<Chart> charts) {
  /** A table without charts. */
  public TableFolder(Path folder, Contract contract, Optional<String> query) {
    this(folder, contract, query, List.of());
  }

  /** Where the worked examples are. */
  public Path examples() {
    return folder.resolve("examples");
  }

  /** The name of a file of this folder as problems show it. */
  public String shown(String file) {
    Path home = folder.getParent().getParent().getParent();
    return home.relativize(folder.resolve(file)).toString();
  }
}
