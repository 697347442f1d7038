package org.crmkpi.lock;

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
    if (shut) {
      throw CrmFailure.of(
          Category.OUTSIDE,
          "the run",
          "was told to end; nothing more was committed",
          "",
          "run again.");
    }
    behind.check();
  }

  private void shut() {
    shut = true;
  }

  @Override
  public void close() {
    if (!shut) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
