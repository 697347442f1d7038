package org.crmkpi.lock;

/** A lock from when it was taken until it is given back. */
interface HeldLock extends Fence, AutoCloseable {
  /** Gives the lock back; one that is lost already is left alone. */
  @Override
  void close();
}
