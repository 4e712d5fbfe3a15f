package io.github.vgg4j.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes a file so that its name always stands for a whole one: the old, or the new. A crash, a
 * full disk or a failed check leaves the old file as it was.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** Writes what the file is to hold. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; the channel is empty at first and is closed by the caller. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Looks at what was written, before it takes the name. */
  @FunctionalInterface
  public interface Check {
    /** Throws if the file, under its temporary name, is not as it should be. */
    void verify(Path written) throws IOException;
  }

  /**
   * Writes a file: into a temporary one in the same folder, forced to the disk, verified, moved to
   * its name in one step, and the folder forced. Missing folders are created.
   *
   * @throws IOException if any step fails; then {@code target} is as it was before and the
   *     temporary file is gone
   */
  public static void write(Path target, Content content, Check check) throws IOException {
    Path real = Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target;
    Path folder = folderOf(real);
    // A name of its own: a leftover of a crash, or another process, is never in the way.
    Path temporary = folder.resolve("." + real.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      writeTemporary(temporary, content);
      check.verify(temporary);
      Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE);
    } catch (DiskException e) {
      throw new IOException(
          "Cannot write "
              + target
              + ": "
              + e.getMessage()
              + "; free some space or choose another"
              + " folder",
          e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          "Cannot write "
              + target
              + ": no permission in folder "
              + folder
              + "; make it writable"
              + " or choose another folder",
          e);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(
          "Cannot write "
              + target
              + ": its file system cannot replace a file in one step; choose"
              + " another folder",
          e);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceFolder(folder);
  }

  /**
   * Writes all that a buffer still holds; for {@link Content}, so that a full disk is reported with
   * the file's name.
   */
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }

  /** Says of a fault that writing itself caused it, not whoever made the content. */
  private static final class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
      super("the disk refuses (" + cause + ")", cause);
    }
  }

  private static Path folderOf(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new IOException("Cannot write " + target + ": it is a folder; name a file in it");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("Cannot write " + target + ": it names no file; name one in a folder");
    }
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "Cannot write "
              + target
              + ": "
              + e.getFile()
              + " is a file, not a folder; choose another"
              + " folder",
          e);
    } catch (IOException e) {
      throw new IOException(
          "Cannot write "
              + target
              + ": folder "
              + folder
              + " cannot be created; create it or"
              + " choose another",
          e);
    }
    return folder;
  }

  private static void writeTemporary(Path temporary, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(channel);
      force(channel);
    }
  }

  private static void force(FileChannel channel) throws IOException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }

  /** Makes the new name survive a power cut. Windows cannot open folders, and needs no help. */
  private static void forceFolder(Path folder) throws IOException {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
