package org.crmkpi.config;

/** Whose turn it is after a failure; decides the exit code. */
public enum Category {
  /** The command line or a setting is wrong; the person who started the job mends it. */
  INVOCATION(2),
  /** Data was refused; whoever delivers it mends it. */
  DATA(3),
  /** The outside world or resources failed; trying again may help. */
  OUTSIDE(4),
  /** A defect of this product. */
  BUG(5),
  /** Another run holds the lock of the warehouse. */
  LOCKED(6);

  private final int exitCode;

  Category(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The process exit code, part of the stable command line. */
  public int exitCode() {
    return exitCode;
  }
}
