/** How much a customer spends when buying: the Gamma-Gamma model. */
package org.crmkpi.clv.spend;
