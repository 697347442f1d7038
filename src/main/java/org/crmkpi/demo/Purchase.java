package org.crmkpi.demo;

/**
 * An order to be filled with lines.
 *
 * @param dealId blank when no deal stands behind it
 * @param valueCents what the deal is worth; 0 for an ordinary basket
 */
record Purchase(int sequence, long at, String dealId, long valueCents) {}
