package org.crmkpi.clv.contract;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Contracts by the number of their last renewal, each number once, in its order. */
public record ContractSummary(List<ContractCase> cases) {
  public ContractSummary {
    TreeMap<Integer, ContractCase> byRenewals = new TreeMap<>();
    cases.forEach(c -> byRenewals.merge(c.renewals(), c, ContractSummary::sum));
    cases = List.copyOf(byRenewals.values());
  }

  /** Several summaries as one. */
  public static ContractSummary sum(Collection<ContractSummary> summaries) {
    return new ContractSummary(summaries.stream().flatMap(s -> s.cases().stream()).toList());
  }

  /** How many contracts there are. */
  public long contracts() {
    return lost() + cases.stream().mapToLong(ContractCase::kept).sum();
  }

  /** How many of them have ended. */
  public long lost() {
    return cases.stream().mapToLong(ContractCase::lost).sum();
  }

  private static ContractCase sum(ContractCase a, ContractCase b) {
    return new ContractCase(a.renewals(), a.lost() + b.lost(), a.kept() + b.kept());
  }
}
