package org.crmkpi.demo;

/** One open part file of a feed. */
interface RowFile extends AutoCloseable {

  /** Writes one row; a row of another width than the header is written as it is. */
  void write(String[] values);

  @Override
  void close();
}
