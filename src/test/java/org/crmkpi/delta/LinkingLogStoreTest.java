package org.crmkpi.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.LocalLogStore;
import io.delta.storage.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two writers of one version of a log, one of them slow: each store stands for a process. */
final class LinkingLogStoreTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  @Test
  void ofTwoWritersOfAVersionTheLaterIsRefused() throws IOException {
    assertThatThrownBy(
            () ->
                write(
                    new LinkingLogStore(HADOOP),
                    whileWriting("slow", () -> write(new LinkingLogStore(HADOOP), "quick"))))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(Files.readString(version())).isEqualTo("quick\n");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(version());
    }
  }

  /** The reason for a store of our own; when this fails it is needed no longer. */
  @Test
  void deltasOwnStoreTellsBothThatTheVersionIsTheirsAndLosesOne() throws IOException {
    write(
        new LocalLogStore(HADOOP),
        whileWriting("slow", () -> write(new LocalLogStore(HADOOP), "quick")));

    assertThat(Files.readString(version())).isEqualTo("slow\n");
  }

  @Test
  void kernelUsesTheStoreForLocalPaths() {
    assertThat(LinkingLogStore.in(HADOOP).get("io.delta.kernel.logStore.file.impl"))
        .isEqualTo(LinkingLogStore.class.getName());
    assertThat(HADOOP.get("io.delta.kernel.logStore.file.impl")).isNull();
  }

  private interface Meanwhile {
    void happens() throws IOException;
  }

  /** A line whose writer is overtaken when it has looked but not finished. */
  private static Iterator<String> whileWriting(String line, Meanwhile meanwhile) {
    return Stream.of(line)
        .peek(
            reached -> {
              try {
                meanwhile.happens();
              } catch (IOException wrong) {
                throw new UncheckedIOException(wrong);
              }
            })
        .iterator();
  }

  private void write(LogStore store, String line) throws IOException {
    write(store, List.of(line).iterator());
  }

  private void write(LogStore store, Iterator<String> lines) throws IOException {
    store.write(
        new org.apache.hadoop.fs.Path(version().toUri()), lines, /* overwrite= */ false, HADOOP);
  }

  private Path version() {
    return folder.resolve("00000000000000000001.json");
  }
}
