package org.crmkpi.delta;

import io.delta.kernel.commit.CommitFailedException;
import io.delta.kernel.exceptions.ConcurrentWriteException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.MaxCommitRetryLimitReachedException;
import io.delta.kernel.exceptions.TableAlreadyExistsException;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;

/** What a commit that was refused tells the run. */
final class Refusals {
  private Refusals() {}

  /** The failure behind an exception of Kernel. */
  static CrmFailure of(KernelException refused, String table) {
    return isConflict(refused)
        ? CrmFailure.because(
            refused,
            Category.LOCKED,
            table,
            "somebody else wrote to the table in this moment; nothing was committed",
            "look for who writes to the warehouse, then run again.")
        : CrmFailure.because(
            refused,
            Category.OUTSIDE,
            table,
            "the commit could not be written",
            "check the store, then run again.");
  }

  /** Kernel gives up after the last try, whatever it was that failed each of them. */
  private static boolean isConflict(KernelException refused) {
    return refused instanceof ConcurrentWriteException
        || refused instanceof TableAlreadyExistsException
        || (refused instanceof MaxCommitRetryLimitReachedException
            && refused.getCause() instanceof CommitFailedException failed
            && failed.isConflict());
  }

  /** The failure of a commit that was meant for another version. */
  static CrmFailure moved(String table, long expected, long found) {
    return CrmFailure.of(
        Category.LOCKED,
        table,
        "somebody else wrote to the table during this run; nothing was committed",
        "Its newest version is %d, but was %d.".formatted(found, expected),
        "look for who writes to the warehouse, then run again.");
  }
}
