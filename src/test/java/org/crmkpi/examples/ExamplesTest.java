package org.crmkpi.examples;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.crmkpi.catalog.Catalogue;
import org.crmkpi.table.TableFolder;
import org.crmkpi.testing.Project;
import org.crmkpi.testing.Shop;
import org.crmkpi.testing.TestSpark;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every worked example of every table, named by its title; those of the small project too. */
final class ExamplesTest {
  @TestFactory
  Stream<DynamicNode> examples() {
    return examples(Project.catalogue(), table -> true);
  }

  @TestFactory
  Stream<DynamicNode> examplesOfTheShop() {
    return examples(Shop.catalogue(), table -> table.shown("").contains("/shop/"));
  }

  private static Stream<DynamicNode> examples(Catalogue catalogue, Predicate<TableFolder> isOurs) {
    SparkSession session = TestSpark.session();
    return Project.selected(catalogue).stream()
        .filter(isOurs)
        .filter(table -> Files.isDirectory(table.examples()))
        .map(
            table ->
                dynamicContainer(
                    table.contract().name(),
                    files(table.examples()).stream()
                        .map(file -> test(session, catalogue, table, file))));
  }

  private static DynamicNode test(
      SparkSession session, Catalogue catalogue, TableFolder table, Path file) {
    Example example = read(file);
    return dynamicTest(
        example.title(),
        file.toUri(),
        () -> new ExampleRun(session.newSession(), catalogue, table, example).check());
  }

  private static Example read(Path file) {
    try {
      return ExampleReader.read(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
    }
  }

  private static List<Path> files(Path examples) {
    try (Stream<Path> files = Files.list(examples)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
