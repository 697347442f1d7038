package org.crmkpi.testing;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.crmkpi.cli.Main;
import org.crmkpi.demo.DemoCrm;
import org.crmkpi.demo.DemoSettings;

/**
 * The classes of this JVM as its children take them: from an archive that a run in the shop leaves
 * when it ends, which saves each of them seven seconds of CPU. Java archives classes of jars only,
 * so the folders of the build are packed. Made again when a class is newer.
 */
final class ChildClasses {
  private static final Path HOME = Project.home().resolve("target/children");
  private static final Path ARCHIVE = HOME.resolve("classes.jsa");
  private static final DemoSettings COMPANY = DemoSettings.of(500).withNights(0);

  private ChildClasses() {}

  /** The class path of children. */
  static String path() {
    return Made.PATH;
  }

  /** The options by which they find the archive. */
  static List<String> options() {
    return List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  private static final class Made {
    private static final String PATH = make();
  }

  private static String make() {
    try {
      Files.createDirectories(HOME);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    // Tests run in two processes at once; the second waits and finds the archive.
    try (FileChannel lock = FileChannel.open(HOME.resolve("lock"), CREATE, WRITE);
        FileLock held = lock.lock()) {
      assert held.isValid();
      boolean isStale = !Files.exists(ARCHIVE);
      List<String> path = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        Path place = Path.of(entry);
        if (entry.isEmpty() || !Files.isDirectory(place)) {
          path.add(entry);
          continue;
        }
        Path jar = HOME.resolve(place.getFileName() + ".jar");
        if (!isNewer(jar, place)) {
          pack(place, jar);
          isStale = true;
        }
        path.add(jar.toString());
      }
      path.removeIf(String::isEmpty);
      String whole = String.join(File.pathSeparator, path);
      if (isStale) {
        archive(whole);
      }
      return whole;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static boolean isNewer(Path jar, Path folder) throws IOException {
    if (!Files.exists(jar)) {
      return false;
    }
    long made = Files.getLastModifiedTime(jar).toMillis();
    try (Stream<Path> files = Files.walk(folder)) {
      return files.allMatch(file -> file.toFile().lastModified() < made);
    }
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        packed.putNextEntry(new JarEntry(folder.relativize(file).toString()));
        Files.copy(file, packed);
      }
    }
  }

  /** A night of the shop, which loads what the children of tests load. */
  private static void archive(String path) throws IOException {
    Path work = Files.createTempDirectory("crm-kpi-children");
    DemoCrm.write(work.resolve("files"), COMPANY);
    List<String> command =
        OtherProcess.command(
            List.of(
                "-XX:ArchiveClassesAtExit=" + ARCHIVE, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"),
            Main.class,
            "run",
            "--source=demo=" + work.resolve("files"),
            "--as-of=" + DemoCrm.lastNight(COMPANY),
            "--warehouse=" + work.resolve("warehouse"));
    Files.deleteIfExists(ARCHIVE);
    Tools.run(Map.of("CLASSPATH", path), command.toArray(String[]::new));
    FileUtil.fullyDelete(work.toFile());
  }
}
