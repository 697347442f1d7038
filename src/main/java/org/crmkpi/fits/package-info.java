/** Fits by iteration that fill parameters tables: thin wrappers around the mathematics. */
package org.crmkpi.fits;
