package org.crmkpi.lock;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;

/**
 * Who has a lock.
 *
 * @param who process and machine, for messages
 */
record Holder(long number, String who) {
  /** Nobody yet. */
  static final Holder NOBODY = new Holder(0, "nobody");

  /** This process. */
  static Holder here(long number) {
    return new Holder(number, "process " + ProcessHandle.current().pid() + " on " + machine());
  }

  /** The failure of a run that did not get the lock. */
  CrmFailure hasIt(String warehouse) {
    return CrmFailure.of(
        Category.LOCKED,
        warehouse,
        "another run is writing to this warehouse",
        equals(NOBODY) ? "" : "Newest known: " + this + ".",
        "wait for it to end, then run again.");
  }

  /** The failure of a run that lost the lock. */
  CrmFailure lost(String warehouse, String how) {
    return CrmFailure.of(
        Category.LOCKED,
        warehouse,
        "the lock of this run is lost: %s; nothing more was committed".formatted(how),
        "It was " + this + ".",
        "look for who writes to the warehouse, then run again.");
  }

  @Override
  public String toString() {
    return who + ", holder " + number;
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "a machine without a name";
    }
  }
}
