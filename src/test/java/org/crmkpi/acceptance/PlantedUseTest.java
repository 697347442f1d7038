package org.crmkpi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.crmkpi.laws.DemoHistory;
import org.crmkpi.testing.TestNight;
import org.junit.jupiter.api.Test;

/** How the fictional company uses its CRM and its web shop, found again in published tables. */
final class PlantedUseTest {
  private static final String EVERY_YEAR = " where period_kind = 'year'";

  /** Three users in four log in on a day, and Sundays are free. */
  private static final double LOGINS_A_MONTH = 0.75 * 365.25 / 12 * 6 / 7;

  private final TestNight night = DemoHistory.made().rebuilt();

  @Test
  void threeUsersInFourLogInOnAWorkingDay() {
    double logins =
        figure(
            "select sum(logins_count) / sum(active_users_count) from crm_adoption"
                + " where period_kind = 'month' and dimension = 'all' and is_complete"
                + " and active_users_count > 0");

    assertThat(logins).isCloseTo(LOGINS_A_MONTH, within(1.0));
  }

  @Test
  void everyUseIsCountedOnce() {
    assertThat(
            figure(
                "select sum(logins_count + created_count + updated_count) from crm_adoption"
                    + EVERY_YEAR
                    + " and dimension = 'all'"))
        .isEqualTo(figure("select count(*) from user_events"));
  }

  @Test
  void everyVisitIsCountedOnceAndByOneChannel() {
    double visits = figure("select count(*) from sessions");

    for (String dimension : new String[] {"all", "channel"}) {
      assertThat(
              figure(
                  "select sum(sessions_count) from web_conversion"
                      + EVERY_YEAR
                      + " and dimension = '"
                      + dimension
                      + "'"))
          .as(dimension)
          .isEqualTo(visits);
    }
  }

  @Test
  void everyReferralIsCountedAndMostHaveWonSomebody() {
    double made = figure("select sum(referrals_count) from referrals_won" + EVERY_YEAR);

    assertThat(made).isEqualTo(figure("select count(*) from referrals")).isGreaterThan(20);
    assertThat(figure("select sum(customers_count) from referrals_won" + EVERY_YEAR))
        .isEqualTo(figure("select sum(referred_new_customers) from referrals_won" + EVERY_YEAR))
        .isBetween(made / 2, made);
  }

  private double figure(String sql) {
    return Double.parseDouble(
        night.value(sql.replaceFirst("select (.*?) from", "select cast($1 as double) from")));
  }
}
