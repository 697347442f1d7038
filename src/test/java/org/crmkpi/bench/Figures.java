package org.crmkpi.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.table.Contract;
import org.crmkpi.table.TableFolder;

/**
 * What the benchmark found.
 *
 * @param company size of the fictional CRM, in words
 * @param derived names of the derived tables, each after its inputs
 * @param usages what each step used, in the order of the steps
 * @param timings by step, what each table took; entities are here for our own runs only
 * @param verdicts by derived table
 */
record Figures(
    String company,
    List<String> derived,
    Map<String, Usage> usages,
    Map<String, Map<String, Timing>> timings,
    Map<String, Verdict> verdicts) {

  /** Gathers what the steps left in the folder. */
  static Figures gather(
      String company,
      Catalogue catalogue,
      BenchFolder folder,
      Map<String, Usage> usages,
      Map<String, Verdict> verdicts) {
    return new Figures(company, derived(catalogue), usages, timings(folder, usages), verdicts);
  }

  /** Names of the derived tables, each after its inputs. */
  static List<String> derived(Catalogue catalogue) {
    return catalogue.ordered().stream()
        .map(TableFolder::contract)
        .filter(Contract::isDerived)
        .map(Contract::name)
        .toList();
  }

  /** Runs of ours are in the order of their ids; the other engines ran once each. */
  private static Map<String, Map<String, Timing>> timings(
      BenchFolder folder, Map<String, Usage> usages) {
    Map<String, List<Timing>> runs =
        Timing.read(folder.timings(ReleasedTables.ENGINE)).stream()
            .collect(Collectors.groupingBy(Timing::run, TreeMap::new, Collectors.toList()));
    List<List<Timing>> inOrder = new ArrayList<>(runs.values());
    inOrder.add(Timing.read(folder.timings(OracleRun.ENGINE)));
    if (usages.containsKey(Steps.PLAIN)) {
      inOrder.add(Timing.read(folder.timings(PlainJob.ENGINE)));
    }
    Map<String, Map<String, Timing>> timings = new LinkedHashMap<>();
    for (String step : usages.keySet()) {
      Map<String, Timing> tables = new TreeMap<>();
      inOrder.get(timings.size()).forEach(timing -> tables.put(timing.table(), timing));
      timings.put(step, tables);
    }
    return timings;
  }
}
