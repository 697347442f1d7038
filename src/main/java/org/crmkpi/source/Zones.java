package org.crmkpi.source;

import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** The zone in which a session reads times without an offset. */
final class Zones {
  private static final String ZONE = "spark.sql.session.timeZone";

  private Zones() {}

  /** The zone in which a business day begins and ends. */
  static ZoneId business(SparkSession session) {
    return ZoneId.of(session.conf().get(ZONE));
  }

  /** Work whose queries are analysed in another zone; empty for the business zone. */
  static <T> T in(SparkSession session, Optional<ZoneId> zone, Supplier<T> work) {
    String business = session.conf().get(ZONE);
    session.conf().set(ZONE, zone.map(Object::toString).orElse(business));
    try {
      return work.get();
    } finally {
      session.conf().set(ZONE, business);
    }
  }
}
