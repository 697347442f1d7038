/** Special functions that the SQL of the tables calls: thin wrappers around the mathematics. */
package org.crmkpi.functions;
