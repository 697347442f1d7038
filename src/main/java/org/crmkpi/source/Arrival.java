package org.crmkpi.source;

import java.util.Optional;

/**
 * A file that a load found.
 *
 * @param delivery the delivery it counts under
 * @param content SHA-256 of its bytes
 * @param known a line of the register with that content
 * @param probe what a look into it showed; empty for known content
 */
record Arrival(
    SourceFile file,
    String delivery,
    String content,
    Optional<Listed> known,
    Optional<FileProbe> probe) {

  Optional<String> damage() {
    return probe.flatMap(FileProbe::damage);
  }

  boolean isNew() {
    return known.isEmpty() && damage().isEmpty();
  }

  boolean hasRows() {
    return known.map(line -> line.rowsRead() > 0).orElseGet(() -> probe.orElseThrow().hasRows());
  }

  String extraColumns() {
    return known
        .map(Listed::extraColumns)
        .orElseGet(() -> String.join(", ", probe.orElseThrow().extraColumns()));
  }
}
