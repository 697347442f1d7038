package org.crmkpi.lock;

import java.util.function.LongSupplier;

/** Where the runs on one warehouse meet; a class for each kind of place. */
interface LockPlace {
  /**
   * Takes the lock; fails at once with {@link org.crmkpi.config.Category#LOCKED} when another run
   * has it.
   *
   * @param seen the largest number that the warehouse has seen, asked for once the lock is taken;
   *     the new number is above it even where the place forgot its own
   */
  HeldLock take(LongSupplier seen);
}
