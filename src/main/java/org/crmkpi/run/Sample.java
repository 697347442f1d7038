package org.crmkpi.run;

/**
 * How many keys of a table are computed again, and which.
 *
 * @param keys at most so many of each table; they pass through the driver
 * @param seed the same seed picks the same keys
 */
public record Sample(int keys, long seed) {}
