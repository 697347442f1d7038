/** The nightly CRM analytics job: raw extracts in, Delta tables and KPI facts out. */
package org.crmkpi;
