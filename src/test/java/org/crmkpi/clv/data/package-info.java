/** Purchases of real customers, for the tests of the models. */
package org.crmkpi.clv.data;
