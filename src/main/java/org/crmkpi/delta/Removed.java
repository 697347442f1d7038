package org.crmkpi.delta;

/** How much was removed for good. */
public record Removed(long files, long bytes) {
  /** Nothing was. */
  public static final Removed NOTHING = new Removed(0, 0);

  /** Both together. */
  public Removed and(Removed more) {
    return new Removed(files + more.files, bytes + more.bytes);
  }
}
