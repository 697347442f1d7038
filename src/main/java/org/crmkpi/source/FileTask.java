package org.crmkpi.source;

import java.io.Serializable;

/** A text file to be parsed by one task. */
record FileTask(String path, String file, String content, String delivery) implements Serializable {
  static FileTask of(Arrival arrival) {
    return new FileTask(
        arrival.file().path().toString(),
        arrival.file().name(),
        arrival.content(),
        arrival.delivery());
  }
}
