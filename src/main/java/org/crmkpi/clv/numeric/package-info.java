/** Sums, series and integrals with a known error. */
package org.crmkpi.clv.numeric;
