package org.crmkpi.clv.contract;

/**
 * Contracts of one age.
 *
 * @param renewals the number of the renewal: 1 is the first time that a contract can end
 * @param lost contracts that ended at this renewal
 * @param kept contracts that still run, renewed so often and not yet due again
 */
public record ContractCase(int renewals, long lost, long kept) {
  public ContractCase {
    if (renewals < 0 || lost < 0 || kept < 0 || (renewals == 0 && lost > 0)) {
      throw new IllegalArgumentException(
          "no contracts: renewals %d, lost %d, kept %d".formatted(renewals, lost, kept));
    }
  }
}
