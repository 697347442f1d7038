package org.crmkpi.lock;

import java.util.function.Function;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;

/**
 * A fence that shuts when the process is told to end (SIGTERM, SIGINT): a run that is being torn
 * down commits nothing more, whatever its threads still have in hand.
 */
final class StopFence implements Fence, AutoCloseable {
  private final Fence behind;
  private final Thread hook = new Thread(this::shut, "crm-kpi-stop");
  private volatile boolean shut;

  private StopFence(Fence behind) {
    this.behind = behind;
  }

  static StopFence before(Fence behind) {
    StopFence fence = new StopFence(behind);
    Runtime.getRuntime().addShutdownHook(fence.hook);
    return fence;
  }

  @Override
  public long number() {
    return behind.number();
  }

  @Override
  public void check() {
    checkNotShut();
    behind.check();
  }

  /**
   * Does the work of a run. What it stumbles over while it is torn down, or where another run has
   * taken its files away, is not worth telling: that it was told to end or lost the lock is.
   */
  <T> T guard(Function<Fence, T> work) {
    try {
      return work.apply(this);
    } catch (Exception thrown) {
      checkAfter(thrown);
      throw thrown;
    }
  }

  private void checkAfter(Exception thrown) {
    try {
      check();
    } catch (CrmFailure cause) {
      cause.addSuppressed(thrown);
      throw cause;
    }
  }

  private void checkNotShut() {
    if (shut) {
      throw CrmFailure.of(
          Category.OUTSIDE,
          "the run",
          "was told to end; nothing more was committed",
          "",
          "run again.");
    }
  }

  private void shut() {
    shut = true;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException processIsEnding) {
      shut();
    }
  }
}
