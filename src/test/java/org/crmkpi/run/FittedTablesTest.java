package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The laws for a table of parameters, on real nights: which fit is in force depends on the date and
 * the rows alone. Fits are due on 18 February, 3 and 17 March.
 */
final class FittedTablesTest {
  private static final LocalDate MONDAY = LocalDate.of(2024, 3, 4);
  private static final LocalDate SATURDAY = MONDAY.minusDays(2);
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final LocalDate WEDNESDAY = MONDAY.plusDays(2);
  private static final LocalDate AFTER_THE_NEXT_FIT = LocalDate.of(2024, 3, 18);
  private static final String KEPT = "unchanged: its summary is the one that was fitted; ";

  @TempDir private Path folder;

  @Test
  void ratesAreFittedWhenTheyAreDueOrTheirPastChangesAndNightsEqualOneRebuild() {
    RatedShop nightly = new RatedShop(folder, "nightly");
    nightly.deliver(
        "2024-03-02", "1,anna,web,2024-03-01", "2,anna,web,2024-03-02", "3,ben,web,2024-03-02");
    nightly.run(SATURDAY);
    assertThat(nightly.rows()).as("no order until the fit of 18 February").isEmpty();

    nightly.deliver("2024-03-04", "4,cleo,web,2024-03-03", "5,anna,field,2024-03-04");
    assertThat(RatedShop.ofRates(nightly.run(MONDAY)))
        .isEqualTo("published: orders changed; as-of moved on from 2024-03-02");
    assertThat(nightly.rows().get(0)).contains("\"fitted_on\":\"2024-03-03\"");

    nightly.deliver("2024-03-05", "6,dora,web,2024-03-05", "7,ben,web,2024-03-04");
    final List<String> monday = nightly.rows();
    assertThat(nightly.planned(TUESDAY)).startsWith("follow: ");
    assertThat(RatedShop.ofRates(nightly.run(TUESDAY))).isEqualTo(KEPT + "orders changed");
    assertThat(nightly.rows()).isEqualTo(monday);

    long kept = nightly.version();
    assertThat(nightly.planned(TUESDAY)).isEqualTo("skip: none of its inputs changed");
    assertThat(RatedShop.ofRates(nightly.run(TUESDAY)))
        .isEqualTo("unchanged: none of its inputs changed");
    assertThat(nightly.version()).isEqualTo(kept);

    nightly.deliver("2024-03-06", "8,cleo,web,2024-03-01");
    assertThat(RatedShop.ofRates(nightly.run(WEDNESDAY))).isEqualTo("published: orders changed");
    final List<String> wednesday = nightly.rows();
    assertThat(wednesday).isNotEqualTo(monday);
    assertThat(wednesday.get(0)).contains("\"fitted_on\":\"2024-03-03\"");

    assertThat(RatedShop.ofRates(nightly.run(AFTER_THE_NEXT_FIT)))
        .isEqualTo("published: as-of moved on from 2024-03-06");
    List<String> next = nightly.rows();
    assertThat(next.get(0)).contains("\"channel\":\"field\"", "\"fitted_over\":\"all\"");
    assertThat(next.get(1)).contains("\"fitted_on\":\"2024-03-17\"", "\"cases_count\":4");
    assertThat(nightly.checked(AFTER_THE_NEXT_FIT)).containsExactly("equals a rebuild");

    RatedShop once = new RatedShop(folder, "once");
    once.run(AFTER_THE_NEXT_FIT);
    assertThat(once.rows()).isEqualTo(next);

    long published = nightly.version();
    assertThat(RatedShop.ofRates(nightly.run(AFTER_THE_NEXT_FIT, Wish.full(List.of()))))
        .isEqualTo("unchanged: all tables were asked for anew");
    assertThat(nightly.version()).isEqualTo(published);

    nightly.run(WEDNESDAY);
    assertThat(nightly.rows()).isEqualTo(wednesday);
  }
}
