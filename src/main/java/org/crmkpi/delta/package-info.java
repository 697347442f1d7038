/** Delta tables: Spark writes the Parquet files, Delta Kernel commits them. */
package org.crmkpi.delta;
