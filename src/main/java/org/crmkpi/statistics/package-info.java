/** Small pieces of statistics that several KPIs share: pure mathematics, no Spark. */
package org.crmkpi.statistics;
