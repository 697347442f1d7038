package org.crmkpi.clv.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.crmkpi.clv.contract.ContractCase;
import org.crmkpi.clv.contract.ContractSummary;
import org.crmkpi.clv.contract.ShiftedBetaGeometric;
import org.junit.jupiter.api.Test;

/** Which customers a segment's estimate rests on. */
class SegmentFitsTest {
  private static final ContractSummary LARGE = contracts(1000, 369, 163, 86);
  private static final ContractSummary SMALL = contracts(20, 9, 4, 2);

  /** Contracts of which so many end at each renewal, and the rest run on. */
  private static ContractSummary contracts(long all, long first, long second, long third) {
    return new ContractSummary(
        List.of(
            new ContractCase(1, first, 0),
            new ContractCase(2, second, 0),
            new ContractCase(3, third, all - first - second - third)));
  }

  private static List<SegmentEstimate> fit(Map<List<String>, ContractSummary> segments) {
    return SegmentFits.of(segments, ShiftedBetaGeometric.fitting(50));
  }

  @Test
  void aLargeSegmentStandsOnItsOwn() {
    List<SegmentEstimate> fits = fit(Map.of(List.of("DE", "web"), LARGE));

    assertThat(fits).hasSize(1);
    assertThat(fits.get(0).level()).containsExactly("DE", "web");
    assertThat(fits.get(0).estimate()).isEqualTo(ShiftedBetaGeometric.fit(LARGE));
  }

  @Test
  void aSmallSegmentUsesItsCountryAndTheCountryHoldsAllItsSegments() {
    List<SegmentEstimate> fits =
        fit(Map.of(List.of("DE", "web"), LARGE, List.of("DE", "shop"), SMALL));

    SegmentEstimate shop = fits.get(0);
    assertThat(shop.segment()).containsExactly("DE", "shop");
    assertThat(shop.level()).containsExactly("DE");
    assertThat(shop.estimate().cases()).isEqualTo(1020);
  }

  @Test
  void aSmallSegmentOfASmallCountryUsesAllCustomers() {
    List<SegmentEstimate> fits =
        fit(Map.of(List.of("DE", "web"), LARGE, List.of("AT", "web"), SMALL));

    assertThat(fits.get(0).segment()).containsExactly("AT", "web");
    assertThat(fits.get(0).level()).isEmpty();
    assertThat(fits.get(0).estimate().cases()).isEqualTo(1020);
    assertThat(fits.get(1).level()).containsExactly("DE", "web");
  }

  @Test
  void aSegmentThatDoesNotConvergeFallsBackToo() {
    ContractSummary allEndAtOnce = contracts(100, 100, 0, 0);

    List<SegmentEstimate> fits =
        fit(Map.of(List.of("DE", "web"), LARGE, List.of("DE", "shop"), allEndAtOnce));

    assertThat(fits.get(0).level()).containsExactly("DE");
    assertThat(fits.get(0).estimate().converged()).isTrue();
  }

  @Test
  void withTooFewCustomersInAllThereIsNoEstimate() {
    assertThat(fit(Map.of(List.of("DE", "web"), SMALL))).isEmpty();
    assertThat(fit(Map.of())).isEmpty();
  }

  @Test
  void aLevelIsTheBeginningOfThePath() {
    Estimate estimate = ShiftedBetaGeometric.fit(LARGE);

    assertThat(estimate.range(0).contains(0.704)).isTrue();
    assertThat(estimate.values().get(0)).isCloseTo(0.704, within(0.2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SegmentEstimate(List.of("DE"), List.of("AT"), estimate));
  }
}
