package org.crmkpi.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crmkpi.config.Problems;
import org.crmkpi.config.StrictConf;
import org.junit.jupiter.api.Test;

/** A contract that is not one is refused with every fault at once. */
final class ContractReaderTest {
  private final Problems problems = new Problems();

  @Test
  void everyFaultIsReportedWithItsLine() {
    read(
        """
        about = "Orders."
        owner = "finance"
        grain = [id]
        inputs = []
        refresh = sometimes
        columns = [
          { name = order_id, type = text, about = "The order." }
          { name = revenue, type = double, about = "Revenue." }
          { name = revenue, type = double, unit = "EUR", about = "Revenue." }
          { name = channel, type = string }
        ]
        version = 1
        history = []
        colour = red
        """);

    assertThat(problems.lines())
        .containsExactlyInAnyOrder(
            "t/table.conf:5: refresh 'sometimes' is none of rebuild, load, record, { history-of }, { by-key }, { summed-by }, { fitted }",
            "t/table.conf:7: unknown column type 'text'",
            "t/table.conf:8: column revenue is a number without a unit",
            "t/table.conf:10: 'about' is missing; it is a text",
            "t/table.conf:14: unknown key 'colour'; known here: about, checks, clustered_by, columns,"
                + " dated_by, grain, history, inputs, kpis, owner, parameters, refresh, version",
            "t/table.conf:6: 'id' is not a column",
            "t/table.conf:6: column 'revenue' is stated twice");
  }

  @Test
  void aKeyedRefreshNamesItsColumn() {
    Contract contract =
        read(
            """
            about = "Customers."
            owner = "finance"
            grain = [customer_id]
            inputs = [orders]
            refresh { by-key = [customer_id] }
            columns = [ { name = customer_id, type = string, about = "The customer." } ]
            version = 1
            history = ["1: first"]
            """);

    assertThat(problems.lines()).isEmpty();
    assertThat(contract.refresh())
        .isEqualTo(new Refresh.ByKey(List.of("customer_id"), Map.of(), Map.of()));
  }

  @Test
  void aFittedRefreshSaysWhenItIsDue() {
    String table =
        """
        about = "Rates."
        owner = "finance"
        grain = [channel]
        inputs = [orders]
        refresh { fitted = rates, counted-in = customers_count, refit-after-days = %s }
        columns = [ { name = channel, type = string, about = "The channel." } ]
        version = 1
        history = ["1: first"]
        """;

    assertThat(read(table.formatted("28")).refresh())
        .isEqualTo(new Refresh.Fitted("rates", "customers_count", 28, Optional.empty()));
    assertThat(read(table.formatted("28, refit-share = 0.05")).refresh())
        .isEqualTo(new Refresh.Fitted("rates", "customers_count", 28, Optional.of(0.05)));
    assertThat(problems.lines()).isEmpty();
    read(table.formatted("0, refit-share = 0, by-key = [channel]"));
    assertThat(problems.lines())
        .containsExactlyInAnyOrder(
            "t/table.conf:5: refit-after-days is 0, but must be at least 1",
            "t/table.conf:5: refit-share is 0.0, but must be above 0",
            "t/table.conf:5: unknown key 'by-key'; known here: counted-in, fitted, history-of,"
                + " refit-after-days, refit-share");
  }

  private Contract read(String text) {
    StrictConf conf = StrictConf.of(ConfigFactory.parseString(text), "t/table.conf", problems);
    return ContractReader.read("t", Layer.CORE, conf);
  }
}
