package org.crmkpi.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Words stand to the left, figures to the right, null is blank. */
final class TextLayoutTest {
  @Test
  void columnsAreAligned() {
    String text =
        TextLayout.aligned(
            List.of("kpi", "value"),
            List.of(new String[] {"orders", "1,200"}, new String[] {"mean", null}),
            List.of(false, true));

    assertThat(text).isEqualTo("kpi     value\n------  -----\norders  1,200\nmean\n");
  }
}
