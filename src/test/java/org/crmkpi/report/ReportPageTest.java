package org.crmkpi.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.crmkpi.laws.DemoHistory;
import org.crmkpi.query.ReleaseQuery;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of the fictional company, as a browser shows it. */
final class ReportPageTest {
  private static final Path PICTURES = Project.home().resolve("target/report");

  @TempDir private static Path folder;
  private static Browser browser;
  private static ReleaseQuery release;
  private static Path english;

  @BeforeAll
  static void write() throws IOException {
    browser = Browser.start();
    release =
        new ReleaseQuery(
            TestSpark.session(), DemoHistory.made().rebuilt().warehouse(), Optional.empty());
    english = written("en");
    Files.createDirectories(PICTURES);
  }

  private static Path written(String language) throws IOException {
    Report report = Report.of(release, Project.catalogue(), Words.of(language, "EUR"));
    return Files.writeString(folder.resolve(language + ".html"), ReportPage.of(report));
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  @Test
  void headlinesAreTheNewestCompleteMonthsOfKpiValues() {
    Map<String, Double> published =
        release
            .rows(
                """
                select kpi, max_by(value, period_start_on) as value
                from kpi_values
                join kpi_catalogue using (kpi)
                where period_kind = 'month' and dimension = 'all' and is_complete
                  and value is not null and is_headline
                group by kpi
                """)
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(row -> "kpi-" + row.getString(0), row -> row.getDouble(1)));

    Page page = browser.open(english, new NewContextOptions());

    Map<String, Double> shown = new HashMap<>();
    page.locator(".card")
        .all()
        .forEach(card -> shown.put(card.getAttribute("id"), number(card.locator(".value data"))));
    assertThat(shown).isNotEmpty().isEqualTo(published);
  }

  @Test
  void anIntervalWhoseEndIsNotKnownSaysSo() {
    Report whole = Report.of(release, Project.catalogue(), Words.of("en", "EUR"));
    List<KpiFigure> open =
        List.of(
            figure("from", OptionalDouble.of(40), OptionalDouble.empty()),
            figure("to", OptionalDouble.empty(), OptionalDouble.of(90)),
            figure("none", OptionalDouble.empty(), OptionalDouble.empty()));

    String page =
        ReportPage.of(
            new Report(
                whole.words(),
                whole.asOf(),
                whole.release(),
                open,
                List.of(),
                whole.restated(),
                whole.deliveries()));

    assertThat(page)
        .contains("95 % interval from 40, its upper end is not known yet")
        .contains("95 % interval up to 90, its lower end is not known yet");
  }

  private static KpiFigure figure(String kpi, OptionalDouble low, OptionalDouble high) {
    return new KpiFigure(
        kpi,
        "",
        "",
        "",
        "down",
        "days",
        true,
        LocalDate.of(2024, 3, 1),
        60,
        low,
        high,
        true,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        List.of(60.0));
  }

  @Test
  void theTriangleHasTheRatesOfCohortRetention() {
    List<Double> published =
        release
            .rows(
                """
                select retention_rate
                from cohort_retention
                where dimension = 'all' and is_complete and months_since_first between 1 and 12
                  and cohort_month_on
                    >= (select add_months(max(cohort_month_on), -13) from cohort_retention)
                order by cohort_month_on, months_since_first
                """)
            .collectAsList()
            .stream()
            .map(row -> row.getDouble(0))
            .toList();

    Page page = browser.open(english, new NewContextOptions());

    assertThat(numbers(page, "section:has(#who_came_back) td data"))
        .hasSizeGreaterThan(20)
        .isEqualTo(published);
  }

  @Test
  void drawingsShowTheFiguresOfTheTablesBelowThem() {
    Page page = browser.open(english, new NewContextOptions());

    for (String chart : List.of("customers_won_and_lost", "value_of_a_customer")) {
      @SuppressWarnings("unchecked")
      List<Number> drawn =
          (List<Number>)
              page.evaluate(
                  """
                  name => {
                    const chart = echarts.getInstanceByDom(
                      document.querySelector(`[data-chart=${name}]`)).getOption();
                    const values = chart.series.map(s => s.data.map(v => Array.isArray(v) ? v[1] : v));
                    return values[0].flatMap((_, i) => values.map(line => line[i]));
                  }
                  """,
                  chart);
      assertThat(drawn.stream().map(Number::doubleValue).toList())
          .isNotEmpty()
          .isEqualTo(numbers(page, "section:has(#%s) td data".formatted(chart)));
    }
    assertThat(page.locator("[data-chart] svg").count())
        .isEqualTo(page.locator("[data-chart]").count())
        .isGreaterThan(3);
  }

  @Test
  void partsOfAWholeAreStackedToOneOnEachDay() {
    Page page = browser.open(english, new NewContextOptions());

    Object strayed =
        page.evaluate(
            """
            () => {
              const chart = echarts.getInstanceByDom(
                document.querySelector('[data-chart=what_becomes_of_deals]')).getOption();
              const [first, ...others] = chart.series.map(s => s.data);
              return first.filter((v, i) =>
                Math.abs(others.reduce((sum, line) => sum + line[i], v) - 1) > 1e-9).length;
            }
            """);
    assertThat(strayed).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({"en, LIGHT", "en, DARK", "it, LIGHT", "id, DARK", "ms, LIGHT"})
  void readersOfAllKindsCanUseIt(String language, ColorScheme scheme) throws IOException {
    Page page = browser.open(written(language), new NewContextOptions().setColorScheme(scheme));
    page.locator("details summary").all().forEach(summary -> summary.click());

    var violations = new AxeBuilder(page).analyze().getViolations();

    assertThat(
            violations.stream()
                .map(
                    v ->
                        v.getId()
                            + " "
                            + v.getNodes().size()
                            + " times, first "
                            + v.getNodes().get(0).getHtml())
                .toList())
        .isEmpty();
  }

  @Test
  void itComplainsOfNothingAndAsksForNothing() {
    int before = browser.requests().size();

    browser.open(english, new NewContextOptions());

    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).hasSize(before + 1).allMatch(url -> url.startsWith("file:"));
  }

  @Test
  void figuresAreThereWhereMailProgramsForbidScripts() {
    Page page = browser.open(english, new NewContextOptions().setJavaScriptEnabled(false));

    assertThat(page.locator(".card .value").count()).isGreaterThan(5);
    assertThat(page.locator("#kpis").isVisible()).isTrue();
    assertThat(page.locator("section:has(#value_of_a_customer) details").count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"phone, 360, 740, LIGHT", "tablet, 820, 1180, DARK", "desk, 1440, 900, LIGHT"})
  void nothingSticksOutOfTheScreen(String name, int width, int height, ColorScheme scheme) {
    Page page =
        browser.open(
            english, new NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    page.screenshot(picture(name).setFullPage(true));

    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
  }

  @Test
  void printsOnPaper() {
    Page page =
        browser.open(
            english,
            new NewContextOptions().setViewportSize(718, 1000).setColorScheme(ColorScheme.DARK));

    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    page.screenshot(picture("paper").setFullPage(true));

    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(718);
  }

  private static Page.ScreenshotOptions picture(String name) {
    return new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png"));
  }

  private static List<Double> numbers(Page page, String selector) {
    return page.locator(selector).all().stream().map(ReportPageTest::number).toList();
  }

  private static double number(com.microsoft.playwright.Locator data) {
    return Double.parseDouble(data.getAttribute("value"));
  }
}
