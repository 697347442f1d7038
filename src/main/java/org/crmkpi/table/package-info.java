/** What one table promises: its contract as stated in the table's folder. */
package org.crmkpi.table;
