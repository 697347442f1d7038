package org.crmkpi.source;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A file of a delivery, as the register of loaded files keeps it.
 *
 * @param content SHA-256 of its bytes; files with the same content are loaded once
 * @param listedIn the load that listed it; of a file listed again the newest listing holds
 * @param asOf the as-of of that load: runs for an earlier day do not know the listing
 * @param location where the rows of the content lie below the raw table; empty when it has none
 * @param modifiedAt with name and size tells that a file need not be read again
 * @param listedAt when that load had looked at it, in milliseconds since the epoch
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
    String extraColumns,
    long listedAt)
    implements Serializable {

  /** True when this is a listing in the same place of the same delivery. */
  boolean isIn(Listed other) {
    return delivery.equals(other.delivery) && file.equals(other.file);
  }

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
        extraColumns,
        listedAt);
  }

  /** The same listing of a file that was looked at again and held the same bytes. */
  Listed seen(SourceFile file, Instant at) {
    return new Listed(
        source,
        feed,
        delivery,
        this.file,
        content,
        listedIn,
        asOf,
        location,
        file.bytes(),
        file.modifiedAt(),
        rowsRead,
        rowsMalformed,
        extraColumns,
        at.toEpochMilli());
  }

  /** What stays of a listing, however often its file was looked at. */
  List<String> identity() {
    return List.of(delivery, file, content, listedIn, asOf.toString(), location);
  }

  /** The line under the name by which its delivery sorts. */
  Listed in(DeliveryNames names) {
    return new Listed(
        source,
        feed,
        names.sorted(delivery).orElse(delivery),
        file,
        content,
        listedIn,
        asOf,
        location,
        bytes,
        modifiedAt,
        rowsRead,
        rowsMalformed,
        extraColumns,
        listedAt);
  }
}
