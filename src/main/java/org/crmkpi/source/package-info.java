/**
 * The load: finds what sources delivered, keeps it as received, and maps it to the canonical
 * entities. Knows nothing of any particular CRM; a source is a folder of conf/sources.
 */
package org.crmkpi.source;
