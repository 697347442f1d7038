package org.crmkpi.survival;

/**
 * One step of a competing-risks curve; its values hold until the day of the next point.
 *
 * @param day age in days
 * @param atRisk cases observed and still open when the day begins
 * @param wonIncidence estimated share of all cases that are won up to and including the day
 * @param lostIncidence the same for lost
 * @param stillOpen the rest; the three shares sum to 1
 * @param wonStandardError standard error of {@code wonIncidence}; Greenwood's where nothing is lost
 */
public record CurvePoint(
    int day,
    long atRisk,
    double wonIncidence,
    double lostIncidence,
    double stillOpen,
    double wonStandardError) {}
