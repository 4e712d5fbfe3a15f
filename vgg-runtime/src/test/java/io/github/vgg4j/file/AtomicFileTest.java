package io.github.vgg4j.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  private static final AtomicFile.Check UNCHECKED = written -> {};

  @TempDir Path folder;

  @Test
  void writesANewFileAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("new");

    AtomicFile.write(file, text("hello"), UNCHECKED);

    assertEquals("hello", Files.readString(file));
    assertEquals(List.of("new"), names(folder));
  }

  @Test
  void replacesAnOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "a longer old text");

    AtomicFile.write(file, text("new"), UNCHECKED);

    assertEquals("new", Files.readString(file));
  }

  @Test
  void showsTheCheckAWholeFileBeforeItTakesItsName() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");

    AtomicFile.write(
        file,
        text("new"),
        written -> {
          assertEquals("new", Files.readString(written));
          assertEquals("old", Files.readString(file));
          assertEquals(folder, written.getParent());
        });

    assertEquals("new", Files.readString(file));
  }

  @Test
  void keepsTheOldFileIfTheCheckFails() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    CorruptFileException failure = new CorruptFileException("wrong");

    assertEquals(
        failure,
        assertThrows(
            CorruptFileException.class,
            () ->
                AtomicFile.write(
                    file,
                    text("new"),
                    written -> {
                      throw failure;
                    })));

    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names(folder));
  }

  @Test
  void keepsTheOldFileIfWritingFailsHalfWay() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");

    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                file,
                channel -> {
                  channel.write(ByteBuffer.wrap(new byte[100]));
                  throw new IllegalStateException("disk full");
                },
                UNCHECKED));

    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names(folder));
  }

  @Test
  void namesTheFileWhenTheDiskRefuses() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");

    String message =
        assertThrows(
                IOException.class,
                () ->
                    AtomicFile.write(
                        file,
                        channel -> {
                          channel.close(); // Stands in for a full disk.
                          AtomicFile.writeFully(channel, ByteBuffer.wrap(new byte[1]));
                        },
                        UNCHECKED))
            .getMessage();

    assertEquals(
        "Cannot write "
            + file
            + ": the disk refuses (java.nio.channels.ClosedChannelException); free some space or"
            + " choose another folder",
        message);
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names(folder));
  }

  @Test
  void isNotDisturbedByALeftoverOfACrash() throws IOException {
    Files.writeString(folder.resolve(".file.0.tmp"), "left over");
    Path file = folder.resolve("file");

    AtomicFile.write(file, text("new"), UNCHECKED);

    assertEquals("new", Files.readString(file));
  }

  @Test
  void createsMissingFolders() throws IOException {
    Path file = folder.resolve("a").resolve("b").resolve("file");

    AtomicFile.write(file, text("deep"), UNCHECKED);

    assertEquals("deep", Files.readString(file));
  }

  @Test
  void writesThroughASymbolicLink() throws IOException {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "links need a privilege");
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    AtomicFile.write(link, text("new"), UNCHECKED);

    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(real));
  }

  @Test
  void saysThatAFolderIsNoFile() {
    assertEquals("Cannot write " + folder + ": it is a folder; name a file in it", fault(folder));
    assertEquals("Cannot write /: it is a folder; name a file in it", fault(Path.of("/")));
  }

  @Test
  void saysThatAParentIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertEquals(
        "Cannot write "
            + file.resolve("sub")
            + ": "
            + file
            + " is a file, not a folder; choose another folder",
        fault(file.resolve("sub")));
    assertTrue(
        fault(file.resolve("sub").resolve("deep"))
            .endsWith("cannot be created; create it or choose another"));
  }

  @Test
  void saysThatAFolderIsNotWritable() {
    assumeTrue(folder.toFile().setWritable(false), "permissions are not kept here");
    assumeFalse(Files.isWritable(folder), "the superuser writes anywhere");

    String message = fault(folder.resolve("file"));

    assertTrue(folder.toFile().setWritable(true));
    assertEquals(
        "Cannot write "
            + folder.resolve("file")
            + ": no permission in folder "
            + folder
            + "; make it writable or choose another folder",
        message);
  }

  @Test
  void givesTheFileTheUsualPermissions() throws IOException {
    Path usual = Files.writeString(folder.resolve("usual"), "x");
    Path file = folder.resolve("file");
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "POSIX permissions");

    AtomicFile.write(file, text("x"), UNCHECKED);

    assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(file));
    assertFalse(Files.isHidden(file));
  }

  private static String fault(Path file) {
    return assertThrows(IOException.class, () -> AtomicFile.write(file, text("x"), UNCHECKED))
        .getMessage();
  }

  private static AtomicFile.Content text(String text) {
    return channel -> channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
