/** The Spark session of the job, with every setting that results depend on. */
package org.crmkpi.session;
