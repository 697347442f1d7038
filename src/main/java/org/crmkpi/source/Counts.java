package org.crmkpi.source;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * What became of the rows that a mapping gave.
 *
 * @param rejected rows that were turned away, repeated ones included
 * @param repeated rows with a key that another row has
 * @param waiting rows dated after as-of
 * @param waitsFrom no waiting row is dated earlier; empty when none waits
 */
record Counts(
    long accepted, long rejected, long repeated, long waiting, Optional<LocalDate> waitsFrom) {
  static final Counts NONE = new Counts(0, 0, 0, 0, Optional.empty());

  /** Aggregates over judged rows, from which {@link #of} makes the counts. */
  static Column[] columns(Column isRejected, Column isRepeated, Column waits, Column datedOn) {
    Column isWaiting = functions.not(isRejected).and(waits);
    return new Column[] {
      functions.count_if(functions.not(isRejected).and(functions.not(waits))).as("accepted"),
      functions.count_if(isRejected).as("rejected"),
      functions.count_if(isRepeated).as("repeated"),
      functions.count_if(isWaiting).as("waiting"),
      functions.min(functions.when(isWaiting, datedOn)).cast("string").as("waits_from")
    };
  }

  /** The counts out of named aggregates. */
  static Counts of(Function<String, Object> aggregates) {
    return new Counts(
        (Long) aggregates.apply("accepted"),
        (Long) aggregates.apply("rejected"),
        (Long) aggregates.apply("repeated"),
        (Long) aggregates.apply("waiting"),
        Optional.ofNullable((String) aggregates.apply("waits_from")).map(LocalDate::parse));
  }

  Counts plus(Counts more) {
    long wait = waiting + more.waiting;
    return new Counts(
        accepted + more.accepted,
        rejected + more.rejected,
        repeated + more.repeated,
        wait,
        Stream.concat(waitsFrom.stream(), more.waitsFrom.stream())
            .min(LocalDate::compareTo)
            .filter(first -> wait > 0));
  }

  /** Without some of the rows; the first day of those that wait on may be later than is said. */
  Counts minus(Counts some) {
    return new Counts(
        accepted - some.accepted,
        rejected - some.rejected,
        repeated - some.repeated,
        waiting - some.waiting,
        waitsFrom);
  }
}
