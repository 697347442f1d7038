/** A night: binds inputs, runs queries, checks, publishes and records. */
package org.crmkpi.run;
