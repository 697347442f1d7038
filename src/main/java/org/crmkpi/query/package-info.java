/** How readers see a warehouse: always one release as a whole. */
package org.crmkpi.query;
