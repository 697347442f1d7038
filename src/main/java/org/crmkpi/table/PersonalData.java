package org.crmkpi.table;

/** How close a column is to a person; erasure and logging go by it. */
public enum PersonalData {
  /** Says nothing about a person. */
  NONE,
  /** An id that leads to a person with the help of another table. */
  PSEUDONYM,
  /** Names, addresses and whatever else identifies by itself. */
  DIRECT
}
