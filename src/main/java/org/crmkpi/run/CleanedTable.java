package org.crmkpi.run;

import org.crmkpi.delta.Removed;

/** What was removed of a table, named with its schema. */
public record CleanedTable(String table, Removed removed) {}
