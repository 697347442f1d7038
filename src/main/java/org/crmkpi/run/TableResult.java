package org.crmkpi.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crmkpi.table.Contract;

/**
 * What a run did with one table.
 *
 * @param published version and rows that readers see from now on; empty when nothing was published
 * @param why the reason for computing or skipping it
 * @param keys how many keys were computed; empty when all rows were or none
 * @param moves rows that were added, corrected and deleted, where that is known
 * @param failure what went wrong, if anything
 */
public record TableResult(
    Contract contract,
    Status status,
    Optional<Published> published,
    String why,
    Optional<Long> keys,
    Optional<RowMoves> moves,
    List<CheckResult> checks,
    double seconds,
    Optional<RuntimeException> failure) {

  /** How it ended. */
  public enum Status {
    /** Computed and published. */
    PUBLISHED,
    /** Readers go on seeing the same rows. */
    UNCHANGED,
    /** Published empty: no source fills its inputs. */
    NO_SOURCE,
    /** Nothing was published. */
    FAILED,
    /** An input failed, or another table did before this one was begun. */
    NOT_REACHED;

    /** The words of crm_ops.table_runs. */
    public String words() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /** What became visible. */
  public record Published(long version, long rows, long rejected, long waiting) {}

  /**
   * True when readers see another version than that of a release.
   *
   * @param release versions by table name
   */
  public boolean isOtherThan(Map<String, Long> release) {
    return published
        .filter(p -> !Long.valueOf(p.version()).equals(release.get(contract.name())))
        .isPresent();
  }

  /** A table that was not tried. */
  public static TableResult notReached(Contract contract, String why) {
    return new TableResult(
        contract,
        Status.NOT_REACHED,
        Optional.empty(),
        why,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        0,
        Optional.empty());
  }

  /** A table that failed. */
  public static TableResult failed(
      Contract contract,
      String why,
      List<CheckResult> checks,
      double seconds,
      RuntimeException failure) {
    return new TableResult(
        contract,
        Status.FAILED,
        Optional.empty(),
        why,
        Optional.empty(),
        Optional.empty(),
        checks,
        seconds,
        Optional.of(failure));
  }
}
