/** All tables together: what reads what, in which order, and whether they fit. */
package org.crmkpi.catalog;
