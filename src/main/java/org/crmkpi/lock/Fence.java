package org.crmkpi.lock;

/**
 * The right of one lock holder to write. A holder that slept through the loss of its lock finds out
 * here, so it is asked right before every commit.
 */
public interface Fence {
  /** Keeps nobody out: for readers, and for tables that no other process can know. */
  Fence NONE =
      new Fence() {
        @Override
        public long number() {
          return 0;
        }

        @Override
        public void check() {}
      };

  /** Larger than the number of every earlier holder. */
  long number();

  /**
   * Fails with {@link org.crmkpi.config.Category#LOCKED} when the lock is held no longer. It can
   * still be lost right afterwards: only a commit on top of exactly the version that was read
   * before is safe.
   */
  void check();
}
