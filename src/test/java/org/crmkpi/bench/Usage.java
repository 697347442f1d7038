package org.crmkpi.bench;

/**
 * What a process used from its start to its end.
 *
 * @param cpuSeconds user and system time, to a twentieth of a second
 * @param peakMemoryBytes largest resident memory; 0 where the system does not tell
 * @param peakHeapBytes largest Java heap in use; 0 where there is none to speak of
 */
record Usage(double wallSeconds, double cpuSeconds, long peakMemoryBytes, long peakHeapBytes) {}
