package org.crmkpi.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.crmkpi.config.Problems;
import org.crmkpi.table.Contract;
import org.crmkpi.testing.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders of a shop that belong to customers of a CRM. */
final class KeysOfOtherSourcesTest {
  @TempDir private Path folder;

  @Test
  void aColumnHoldsKeysOfTheSourceThatItNames() throws IOException {
    Delivered shop = shop("customer_id of crm").file("orders.csv", "id,customer", "1,17");

    LoadedSources loaded = shop.load();

    assertThat(Delivered.rows(shop.map(loaded, "orders").accepted(), "order_id", "customer_id"))
        .containsExactly("shop:1 crm:17");
    assertThat(Delivered.rows(shop.map(loaded, "customers").accepted(), "customer_id"))
        .as("a source's own customers stay its own")
        .containsExactly("shop:17");
  }

  @Test
  void oneEntityMayBeMeantAlone() throws IOException {
    Delivered shop = shop("returns.customer_id of crm").file("orders.csv", "id,customer", "1,17");

    assertThat(shop.accepted("orders", "customer_id")).containsExactly("shop:17");
  }

  @Test
  void linesThatNobodyCanFollowAreRefused() throws IOException {
    assertThat(problems("customer_id from crm"))
        .containsExactly(
            "conf/sources/shop/source.conf:2: 'customer_id from crm' is not like 'customer_id of"
                + " crm'");
    assertThat(problems("customer_id of sap"))
        .containsExactly(
            "conf/sources/shop/source.conf:2: there is no source 'sap'; known: crm, shop");
    assertThat(problems("orders.channel of crm"))
        .containsExactly(
            "conf/sources/shop/source.conf: keys: 'channel' is no column by which orders of this"
                + " source refers to others");
    assertThat(problems("customer_id of crm")).isEmpty();
  }

  private List<String> problems(String keys) throws IOException {
    Problems problems = new Problems();
    List<Source> sources = shop(keys).sources(problems);
    List<Contract> entities = Project.entities();
    SourceFolders.checkEntities(sources, entities, problems);
    return problems.lines();
  }

  private Delivered shop(String keys) throws IOException {
    Path crm = folder.resolve("conf/sources/crm/source.conf");
    Files.createDirectories(crm.getParent());
    Files.writeString(crm, "about = crm");
    return new Delivered(folder)
        .conf(
            "about = shop",
            "keys = [\"" + keys + "\"]",
            "feeds = [ { name = orders, path = \"orders.csv\", format = csv,",
            "  delivery = full, columns = [id, customer] } ]")
        .mapping(
            "orders",
            "select id as order_id, customer as customer_id, '2024-01-01' as ordered_at,"
                + " 'EUR' as currency, row_ref from orders")
        .mapping("customers", "select customer as customer_id, row_ref from orders");
  }
}
