package org.crmkpi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.CrmFailure;
import org.crmkpi.table.Chart;
import org.crmkpi.table.Kpi;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.Test;

/** Texts, figures and dates in four languages. */
final class WordsTest {
  private static final Words ENGLISH = Words.of("en", "EUR");
  private static final Words ITALIAN = Words.of("it", "EUR");

  @Test
  void figuresAreWrittenAsTheLanguageDoes() {
    assertThat(ENGLISH.figure(90724.59, "reporting currency")).isEqualTo("€90,725");
    assertThat(ENGLISH.figure(236.264, "reporting currency")).isEqualTo("€236.26");
    assertThat(ENGLISH.figure(0.4504, "share 0 to 1")).isEqualTo("45.0%");
    assertThat(ENGLISH.figure(93, "days")).isEqualTo("93 days");
    assertThat(ITALIAN.figure(90724.59, "reporting currency")).isEqualTo("90.725\u00a0€");
    assertThat(ITALIAN.figure(0.4504, "share 0 to 1")).isEqualTo("45,0%");
    assertThat(ITALIAN.figure(93, "days")).isEqualTo("93 giorni");
    assertThat(Words.of("id", "IDR").figure(1_500_000, "reporting currency"))
        .isEqualTo("Rp1.500.000");
    assertThat(Words.of("ms", "MYR").figure(1234.5, "reporting currency")).isEqualTo("RM1,234");
  }

  @Test
  void sharesChangeByPointsAndOtherFiguresByPercent() {
    assertThat(ENGLISH.change(0.45, 0.289, "share 0 to 1")).isEqualTo("+16.1 points");
    assertThat(ENGLISH.change(0.7, 0.75, "share 0 to 1")).isEqualTo("−5.0 points");
    assertThat(ENGLISH.change(120, 100, "orders")).isEqualTo("+20.0 %");
    assertThat(ENGLISH.change(-50, -100, "reporting currency")).isEqualTo("+50.0 %");
    assertThat(ENGLISH.change(5, 0, "orders")).isEqualTo("–");
  }

  @Test
  void datesAreWrittenAsTheLanguageDoes() {
    LocalDate day = LocalDate.of(2026, 6, 30);

    assertThat(Stream.of("en", "it", "id", "ms").map(l -> Words.of(l, "EUR").day(day)))
        .containsExactly("June 30, 2026", "30 giugno 2026", "30 Juni 2026", "30 Jun 2026");
    assertThat(ITALIAN.month(day)).isEqualTo("giugno 2026");
  }

  @Test
  void countsAgreeWithTheirWords() {
    assertThat(ENGLISH.text("restated_count", 1, 1))
        .startsWith("One figure of")
        .contains("one table");
    assertThat(ENGLISH.text("restated_count", 1234, 2))
        .startsWith("1,234 figures")
        .contains("2 tables");
    assertThat(ITALIAN.text("deliveries", 3, 1200, 0)).contains("1.200 righe").contains("nessuna");
  }

  @Test
  void everyLanguageHasEveryTextOfThePage() {
    Set<String> ofThePage = keys("en");

    for (String language : Words.LANGUAGES) {
      assertThat(keys(language)).as(language).containsAll(ofThePage);
    }
  }

  @Test
  void noTranslationIsOfSomethingThatIsGone() {
    Catalogue catalogue = Project.catalogue();
    Set<String> known = new TreeSet<>(keys("en"));
    catalogue.contracts().stream()
        .flatMap(contract -> contract.kpis().stream())
        .map(Kpi::name)
        .forEach(kpi -> known.add("kpi." + kpi));
    catalogue.charts().stream()
        .map(Chart::name)
        .forEach(
            chart ->
                known.addAll(List.of("chart." + chart + ".title", "chart." + chart + ".about")));

    for (String language : List.of("it", "id", "ms")) {
      Set<String> unknown =
          keys(language).stream()
              .filter(key -> !key.startsWith("word.") && !known.contains(key))
              .collect(Collectors.toSet());
      assertThat(unknown).as(language).isEmpty();
    }
  }

  @Test
  void aKpiWithoutATranslationKeepsItsName() {
    assertThat(ITALIAN.kpi("net_promoter_score_of_tomorrow"))
        .isEqualTo("Net promoter score of tomorrow");
  }

  @Test
  void anUnknownLanguageIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Words.of("tlh", "EUR"))
        .isInstanceOf(CrmFailure.class)
        .hasMessageContaining("tlh")
        .hasMessageContaining("en, id, ms, it");
  }

  private static Set<String> keys(String language) {
    String file = language.equals("en") ? "texts.properties" : "texts_" + language + ".properties";
    Properties texts = new Properties();
    try (Reader reader =
        new InputStreamReader(Words.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return texts.stringPropertyNames();
  }
}
