/** One writer at a time: locks whose holders are numbered, so that a late one can be refused. */
package org.crmkpi.lock;
