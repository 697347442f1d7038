package org.crmkpi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.crmkpi.table.Column;
import org.crmkpi.table.Contract;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mapping of the demo gives the columns of its entity, and says which row they come from. */
final class DemoMappingTest {
  private static final String ROW_REF = "file string, row bigint";

  /** The CRM does not say since when, for its deliveries do, nor which stages are ends. */
  private static final Set<String> NOT_STATED = Set.of("valid_from_on", "stage_status");

  private static final SparkSession SPARK = TestSpark.session().newSession();

  @BeforeAll
  static void bindEmptyFeeds() {
    for (Feed feed : Feed.values()) {
      StructType columns = new StructType();
      for (String column : feed.header()) {
        columns = columns.add(column, "string");
      }
      SPARK
          .createDataFrame(List.of(), columns.add("row_ref", StructType.fromDDL(ROW_REF)))
          .createOrReplaceTempView(feed.name().toLowerCase(Locale.ROOT));
    }
  }

  @ParameterizedTest
  @MethodSource("entities")
  void aMappingGivesTheColumnsOfItsEntity(String entity, List<String> columns) throws IOException {
    String mapping =
        Files.readString(Project.home().resolve("conf/sources/demo/" + entity + ".sql"));

    assertThat(SPARK.sql(mapping).columns()).containsExactlyInAnyOrderElementsOf(columns);
  }

  static Stream<Arguments> entities() {
    return Project.catalogue().tables().stream()
        .map(TableFolder::contract)
        .filter(Contract::isEntity)
        .filter(
            contract ->
                Stream.of(Feed.values()).anyMatch(feed -> feed.fileName().equals(contract.name())))
        .map(
            contract ->
                Arguments.of(
                    contract.name(),
                    Stream.concat(
                            contract.columns().stream()
                                .map(Column::name)
                                .filter(name -> !NOT_STATED.contains(name)),
                            Stream.of("row_ref"))
                        .toList()));
  }
}
