/** How often customers without a contract come back: BG/NBD, MBG/NBD and Pareto/NBD. */
package org.crmkpi.clv.repeat;
