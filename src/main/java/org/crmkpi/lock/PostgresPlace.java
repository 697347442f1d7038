package org.crmkpi.lock;

import java.sql.SQLException;
import java.util.function.LongSupplier;
import org.crmkpi.config.Category;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.config.LockSettings.InDatabase;

/**
 * An advisory lock of a PostgreSQL session, freed by the server when the session ends: at once when
 * the process dies, within a minute when its machine vanishes.
 */
final class PostgresPlace implements LockPlace {
  private final InDatabase settings;
  private final String warehouse;

  PostgresPlace(InDatabase settings, String warehouse) {
    this.settings = settings;
    this.warehouse = warehouse;
  }

  @Override
  public HeldLock take(LongSupplier seen) {
    try {
      return take(PostgresSession.open(settings, warehouse), seen);
    } catch (SQLException unreachable) {
      throw CrmFailure.because(
          unreachable,
          Category.OUTSIDE,
          "lock.url " + settings.url(),
          "the lock cannot be taken; nothing was started",
          "check the server and the user's rights.");
    }
  }

  private HeldLock take(PostgresSession session, LongSupplier seen) throws SQLException {
    try {
      if (!session.tryLock()) {
        throw session.newest().hasIt(warehouse);
      }
      session.createFences();
      return new Held(settings, warehouse, session, session.number(seen.getAsLong()));
    } catch (SQLException | RuntimeException notTaken) {
      session.close();
      throw notTaken;
    }
  }

  private record Held(InDatabase settings, String warehouse, PostgresSession session, Holder holder)
      implements HeldLock {
    @Override
    public long number() {
      return holder.number();
    }

    @Override
    public void check() {
      try {
        if (!session.hasLock()) {
          throw holder.lost(warehouse, "the session does not have it any more");
        }
        Holder newest = session.newest();
        if (!newest.equals(holder)) {
          throw holder.lost(warehouse, "now it has " + newest);
        }
      } catch (SQLException gone) {
        throw holder.lost(warehouse, "its session is gone, " + successor());
      }
    }

    private String successor() {
      try (PostgresSession other = PostgresSession.open(settings, warehouse)) {
        return "the newest is " + other.newest();
      } catch (SQLException unreachable) {
        return "and the server does not answer";
      }
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
