package org.crmkpi.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Known intervals and the edges where textbook formulas leave 0 to 1. */
class IntervalTest {

  @Test
  void wilsonAgreesWithThePublishedExample() {
    // Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662, 15 of 148 is 0.0624 to 0.1605.
    assertThat(Interval.wilson(81, 263).low()).isCloseTo(0.2553, within(0.00005));
    assertThat(Interval.wilson(81, 263).high()).isCloseTo(0.3662, within(0.00005));
    assertThat(Interval.wilson(15, 148).low()).isCloseTo(0.0624, within(0.00005));
    assertThat(Interval.wilson(15, 148).high()).isCloseTo(0.1605, within(0.00005));
  }

  @Test
  void noHitStillLeavesRoomAbove() {
    assertThat(Interval.wilson(0, 20).low()).isZero();
    assertThat(Interval.wilson(0, 20).high()).isCloseTo(0.1611, within(0.00005));
    assertThat(Interval.wilson(20, 20).high()).isEqualTo(1);
  }

  @Test
  void moreHitsThanTrialsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Interval.wilson(3, 2))
        .withMessageContaining("3.0 of 2.0");
  }

  @Test
  void aCertainShareHasNoWidth() {
    assertThat(Interval.logLog(0, 0.1)).isEqualTo(new Interval(0, 0));
    assertThat(Interval.logLog(1.0000000000000002, 0)).isEqualTo(new Interval(1, 1));
  }
}
