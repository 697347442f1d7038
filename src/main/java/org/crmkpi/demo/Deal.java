package org.crmkpi.demo;

import java.util.List;

/**
 * A deal with a company, to its end; what lies after the last delivery is not written.
 *
 * @param sequence counts the deals of the company from 1
 * @param stays at least one, in order
 */
record Deal(
    String id,
    int sequence,
    String accountId,
    String ownerId,
    Product product,
    long amountCents,
    boolean won,
    List<Stay> stays) {

  /** The deal begins as its first stay does. */
  long createdAt() {
    return stays.get(0).enteredAt();
  }

  long closedAt() {
    return stays.get(stays.size() - 1).leftAt();
  }

  /** The stage that the CRM shows just before {@code cut}. */
  Stage stageAt(long cut) {
    Stage shown = stays.get(0).stage();
    for (Stay stay : stays) {
      if (stay.enteredAt() < cut) {
        shown = stay.stage();
      }
    }
    return shown;
  }

  /** Every moment at which the record changed. */
  long[] changes() {
    long[] changes = new long[stays.size() + 1];
    for (int index = 0; index < stays.size(); index++) {
      changes[index] = stays.get(index).enteredAt();
    }
    changes[stays.size()] = closedAt();
    return changes;
  }
}
