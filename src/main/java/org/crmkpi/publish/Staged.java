package org.crmkpi.publish;

/**
 * A table whose rows lie beside the live ones, to be seen by this session only.
 *
 * @param rowsHash exclusive or of the hashes of its rows, as the server computed it
 */
record Staged(PublishedTable table, String name, long rowsHash) {}
