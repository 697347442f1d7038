package org.crmkpi.delta;

import java.util.Optional;

/**
 * Rows of a file that readers no longer see, as the log of the table refers to them.
 *
 * @param storage how {@code place} is to be read: relative name, absolute path or the bits
 *     themselves
 * @param offset where in the file at {@code place}
 * @param bytes size of the bits
 * @param rows number of deleted rows
 */
public record DeletionVector(
    String storage, String place, Optional<Integer> offset, int bytes, long rows) {}
