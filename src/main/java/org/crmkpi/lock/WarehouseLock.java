package org.crmkpi.lock;

import java.util.function.Function;
import java.util.function.LongSupplier;
import org.crmkpi.config.LockSettings;

/** One writer at a time on a warehouse; each holder has a larger number than the one before. */
public final class WarehouseLock {
  private final LockPlace place;

  private WarehouseLock(LockPlace place) {
    this.place = place;
  }

  /**
   * The lock that the settings ask for; fails when it cannot guard such a warehouse.
   *
   * @param warehouse the warehouse as all its writers spell it: with its scheme, without an end
   *     slash
   */
  public static WarehouseLock of(LockSettings settings, String warehouse) {
    return new WarehouseLock(
        settings instanceof LockSettings.InDatabase database
            ? new PostgresPlace(database, warehouse)
            : FilePlace.of(warehouse));
  }

  /**
   * Does work while holding the lock; fails at once when another run has it.
   *
   * @param seen the largest number that the warehouse has seen; asked for once the lock is taken
   */
  public <T> T holding(LongSupplier seen, Function<Fence, T> work) {
    try (HeldLock held = place.take(seen);
        StopFence fence = StopFence.before(held)) {
      return fence.guard(work);
    }
  }
}
