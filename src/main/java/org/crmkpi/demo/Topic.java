package org.crmkpi.demo;

/**
 * What a random stream is for. Append only: the order is part of what makes the bytes reproducible.
 */
enum Topic {
  PROFILE,
  PURCHASES,
  BASKETS,
  RETURNS,
  DEALS,
  LEADS,
  ACTIVITIES,
  TOUCHES,
  MEMBERS,
  CASES,
  SURVEYS,
  SESSIONS,
  SUBSCRIPTIONS,
  CONTACTS,
  CALIBRATION,
  USERS,
  COSTS;

  /** Differs from topic to topic and stays when topics are added. */
  int salt() {
    return name().hashCode();
  }
}
