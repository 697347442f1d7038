package org.crmkpi.delta;

import io.delta.kernel.internal.deletionvectors.Base85Codec;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.crmkpi.delta.Change.Marked;

/**
 * The files of deletion vectors of a table, in the format of the Delta protocol: a version byte,
 * then size, bits and checksum of each vector.
 */
final class VectorFiles {
  private static final String RELATIVE = "u";
  private static final String ABSOLUTE = "p";
  private static final int FORMAT = 1;

  private final Path root;
  private final Configuration hadoop;

  VectorFiles(String root, Configuration hadoop) {
    this.root = new Path(root);
    this.hadoop = hadoop;
  }

  /** Writes one file with the deleted rows of all files; gives the files with their vectors. */
  List<DataFile> write(List<Marked> marked) {
    if (marked.isEmpty()) {
      return List.of();
    }
    UUID id = UUID.randomUUID();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    List<DataFile> files = new ArrayList<>();
    try (DataOutputStream out = new DataOutputStream(content)) {
      out.writeByte(FORMAT);
      for (Marked each : marked) {
        Positions all =
            each.file()
                .deleted()
                .map(this::read)
                .map(each.positions()::and)
                .orElse(each.positions());
        byte[] bits = all.bytes();
        files.add(each.file().with(vector(id, content.size(), bits.length, all.count())));
        write(out, bits);
      }
      save(id, content.toByteArray());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    return files;
  }

  /** The positions of a vector. */
  Positions read(DeletionVector vector) {
    Path path =
        file(vector.storage(), vector.place())
            .orElseThrow(() -> new IllegalArgumentException("vector storage " + vector.storage()));
    try (FSDataInputStream file = path.getFileSystem(hadoop).open(path);
        DataInputStream in = new DataInputStream(file)) {
      file.seek(vector.offset().orElse(1));
      byte[] bits = new byte[in.readInt()];
      in.readFully(bits);
      return Positions.read(bits);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The file that a vector is in; empty when the log itself has the bits. */
  Optional<Path> file(String storage, String place) {
    return switch (storage) {
      case RELATIVE -> Optional.of(path(place));
      case ABSOLUTE -> Optional.of(new Path(place));
      default -> Optional.empty();
    };
  }

  private static DeletionVector vector(UUID id, int offset, int bytes, long rows) {
    return new DeletionVector(
        RELATIVE, Base85Codec.encodeUUID(id), Optional.of(offset), bytes, rows);
  }

  private static void write(DataOutputStream out, byte[] bits) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(bits);
    out.writeInt(bits.length);
    out.write(bits);
    out.writeInt((int) checksum.getValue());
    out.flush();
  }

  private void save(UUID id, byte[] content) throws IOException {
    Path path = path(id, "");
    try (FSDataOutputStream out = path.getFileSystem(hadoop).create(path, false)) {
      out.write(content);
    }
  }

  /** A relative place is a folder name, which may be empty, and an encoded UUID. */
  private Path path(String place) {
    int id = place.length() - Base85Codec.ENCODED_UUID_LENGTH;
    return path(Base85Codec.decodeUUID(place.substring(id)), place.substring(0, id));
  }

  private Path path(UUID id, String folder) {
    Path home = folder.isEmpty() ? root : new Path(root, folder);
    return new Path(home, "deletion_vector_" + id + ".bin");
  }
}
