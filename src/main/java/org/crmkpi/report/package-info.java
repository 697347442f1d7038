/** What people read after a night. */
package org.crmkpi.report;
