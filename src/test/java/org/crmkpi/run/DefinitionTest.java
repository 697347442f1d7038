package org.crmkpi.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.config.Problems;
import org.crmkpi.config.StrictConf;
import org.crmkpi.fits.Fit;
import org.crmkpi.fits.Fits;
import org.crmkpi.fits.TruncatedPoisson;
import org.crmkpi.functions.Functions;
import org.crmkpi.table.Contract;
import org.crmkpi.table.ContractReader;
import org.crmkpi.table.Layer;
import org.crmkpi.table.Refresh;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What decides over the rows of a table moves its digest, and nothing else does. */
final class DefinitionTest {
  private static final String TABLE =
      """
      about = "Orders."
      owner = "a test"
      grain = [id]
      inputs = [orders]
      refresh { by-key = [id] }
      columns = [{ name = id, type = string, about = "The order." }]
      version = 1
      history = ["1: first definition"]
      """;

  private final Catalogue catalogue = Project.catalogue();

  @TestFactory
  List<DynamicTest> anotherVersionOfAFunctionConcernsTheTablesThatCallItAndNoOthers() {
    Map<String, String> usual = digests(catalogue, Functions.versions());
    return Functions.versions().keySet().stream()
        .map(
            function ->
                DynamicTest.dynamicTest(
                    function,
                    () -> assertThat(moved(function, usual)).isEqualTo(calling(function))))
        .toList();
  }

  @Test
  void mostFunctionsAreCalledByATableTheOthersAreForQueriesOfAnalysts() {
    assertThat(Functions.versions().keySet().stream().filter(each -> calling(each).isEmpty()))
        .containsExactly("discounted_purchases_for_ever");
  }

  @Test
  void anotherVersionOfAFitConcernsTheTablesThatNameItAndNoOthers() {
    Catalogue shop = RatedShop.catalogue();
    Fit fit = TruncatedPoisson.FIT;
    Fit next =
        new Fit(fit.name(), fit.version() + 1, fit.summary(), fit.parameters(), fit.solver());
    Catalogue later = new Catalogue(shop.tables(), new Fits(List.of(next)));

    assertThat(differing(digests(later, Map.of()), digests(shop, Map.of())))
        .containsExactly("order_rates");
  }

  @Test
  void everyPlaceOfAQueryMayCallAFunction() {
    for (String sql :
        List.of(
            "select Wilson_Low(1, 2) as id from orders",
            "with a as (select id from orders where exists (select wilson_low(1, 2))) select id from a",
            "select id from orders group by id having max(transform(ids, x -> wilson_low(x, 2))[0]) > 0",
            "select sum(wilson_low(1, 2)) over (partition by id) as id from orders")) {
      assertThat(digest(sql, 2)).as(sql).isNotEqualTo(digest(sql, 1));
    }
    String none = "select 'wilson_low(1, 2)' as id from orders -- wilson_low(1, 2)";
    assertThat(digest(none, 2)).isEqualTo(digest(none, 1));
  }

  /** Tables whose digest another version of one function moves. */
  private List<String> moved(String function, Map<String, String> usual) {
    Map<String, Integer> versions = new HashMap<>(Functions.versions());
    versions.merge(function, 1, Integer::sum);
    return differing(digests(catalogue, versions), usual);
  }

  private static List<String> differing(Map<String, String> left, Map<String, String> right) {
    return left.keySet().stream()
        .filter(table -> !left.get(table).equals(right.get(table)))
        .toList();
  }

  private static Map<String, String> digests(Catalogue of, Map<String, Integer> versions) {
    Arguments arguments = Project.arguments();
    Map<String, String> digests = new TreeMap<>();
    for (TableFolder table : of.tables()) {
      digests.put(table.contract().name(), Definition.digest(of, table, arguments, versions));
    }
    return digests;
  }

  /** Tables in whose files the function stands as a word, comments left out. */
  private List<String> calling(String function) {
    Pattern call = Pattern.compile("\\b" + function + "\\s*\\(");
    return catalogue.tables().stream()
        .filter(table -> call.matcher(text(table)).find())
        .map(table -> table.contract().name())
        .toList();
  }

  private static String text(TableFolder table) {
    Refresh refresh = table.contract().refresh();
    String sql = table.query().orElse("") + refresh.through() + refresh.needs();
    return sql.replaceAll("--[^\n]*", "");
  }

  private static String digest(String sql, int version) {
    Problems problems = new Problems();
    Contract contract =
        ContractReader.read(
            "t",
            Layer.CORE,
            StrictConf.of(ConfigFactory.parseString(TABLE), "t/table.conf", problems));
    problems.throwIfAny("the table", "mend it.");
    TableFolder table = new TableFolder(Path.of("tables/core/shop/t"), contract, Optional.of(sql));
    Catalogue alone = new Catalogue(List.of(table));
    return Definition.digest(
        alone, table, Project.arguments(), Map.of("wilson_low", version, "wilson_high", 1));
  }
}
