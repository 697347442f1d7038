package org.crmkpi.source;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * A file of a delivery, as the register of loaded files keeps it.
 *
 * @param content SHA-256 of its bytes; files with the same content are loaded once
 * @param listedIn the load that listed it; of a file listed again the newest listing holds
 * @param asOf the as-of of that load: runs for an earlier day do not know the listing
 * @param location where the rows of the content lie below the raw table; empty when it has none
 * @param modifiedAt with name and size tells that a file need not be read again
 * @param extraColumns columns of the file that the feed does not know
 */
record Listed(
    String source,
    String feed,
    String delivery,
    String file,
    String content,
    String listedIn,
    LocalDate asOf,
    String location,
    long bytes,
    long modifiedAt,
    long rowsRead,
    long rowsMalformed,
    String extraColumns)
    implements Serializable {

  /** The same content under the name of another file. */
  Listed as(SourceFile other, String delivery, Horizon by) {
    return new Listed(
        source,
        feed,
        delivery,
        other.name(),
        content,
        by.load(),
        by.asOf(),
        location,
        other.bytes(),
        other.modifiedAt(),
        rowsRead,
        rowsMalformed,
        extraColumns);
  }
}
