package io.github.vgg4j.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Says from the head of a file whether the loader could take it. Layout: the ELF-64 header of the
 * System V ABI, with the processor at byte 18 and the table of sections, which ends the file, at
 * 40.
 */
final class LibraryFile {

  private static final int HEADER_BYTES = 64;
  private static final int ELF_MAGIC = 0x464c457f;
  private static final int LINKER_SCRIPT_BYTES = 4096;

  private LibraryFile() {}

  /** What is wrong with a file, such as {@code is empty}; null where nothing is. */
  static @Nullable String fault(Path file, Platform platform) {
    if (!Files.exists(file)) {
      return Files.isSymbolicLink(file) ? "is a link to a file that is gone" : "is missing";
    }
    if (!Files.isRegularFile(file)) {
      return "is no file";
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size == 0) {
        return "is empty";
      }
      ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // A file may be read in pieces.
      }
      return platform.isWindows() ? null : elfFault(head.flip(), size, platform);
    } catch (AccessDeniedException e) {
      return "cannot be read by this user";
    } catch (IOException e) {
      return "cannot be read (" + e.getMessage() + ")";
    }
  }

  private static @Nullable String elfFault(ByteBuffer head, long size, Platform platform) {
    if (head.limit() < HEADER_BYTES || head.getInt(0) != ELF_MAGIC) {
      return size < LINKER_SCRIPT_BYTES ? "is no library" : "is no library of this system";
    }
    int machine = head.getShort(18) & 0xffff;
    if (machine != platform.elfMachine()) {
      return "is made for another processor, not for " + platform.processor();
    }
    long sections = head.getLong(40);
    long end = sections + (long) head.getShort(58) * head.getShort(60);
    return end > size ? "is cut off: " + size + " bytes of " + end : null;
  }
}
