/**
 * The benchmark and the oracle: every derived table once more by hand-written DuckDB queries, for
 * comparison of time and of rows. Started by jobs/bench.
 */
package org.crmkpi.bench;
