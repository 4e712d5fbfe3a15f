package io.github.vgg4j.cuda.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanCacheTest {

  private static final String KEY = "cudnn 91900\nconvolution FORWARD\n";
  private static final byte[] PLAN = {1, 2, 3, 0, -1};

  @TempDir Path folder;

  private final List<String> lines = new ArrayList<>();
  private final Logger logger = Logger.getLogger(PlanCache.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          lines.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  @Test
  void whatWasWrittenIsRead() {
    PlanCache cache = new PlanCache(folder.resolve("new").resolve("one"));
    assertEquals(Optional.empty(), cache.read(KEY));
    cache.write(KEY, PLAN);
    assertArrayEquals(PLAN, cache.read(KEY).orElseThrow());
    assertEquals(Optional.empty(), cache.read(KEY + "x"));
    cache.write(KEY, new byte[0]);
    assertArrayEquals(new byte[0], cache.read(KEY).orElseThrow(), "the later one counts");
  }

  @Test
  void nothingIsLeftBesideThePlan() throws IOException {
    PlanCache cache = new PlanCache(folder);
    cache.write(KEY, PLAN);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(cache.file(KEY)), files.toList());
    }
  }

  @Test
  void eachChangedByteIsNoticed() throws IOException {
    PlanCache cache = new PlanCache(folder);
    cache.write(KEY, PLAN);
    byte[] whole = Files.readAllBytes(cache.file(KEY));
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 4;
      Files.write(cache.file(KEY), changed);
      assertEquals(Optional.empty(), cache.read(KEY), "byte " + i);
    }
    assertEquals(whole.length, lines.size(), "each with a line");
  }

  @Test
  void eachCutIsNoticed() throws IOException {
    PlanCache cache = new PlanCache(folder);
    cache.write(KEY, PLAN);
    byte[] whole = Files.readAllBytes(cache.file(KEY));
    for (int length = 0; length < whole.length; length++) {
      Files.write(cache.file(KEY), Arrays.copyOf(whole, length));
      assertEquals(Optional.empty(), cache.read(KEY), length + " bytes");
    }
    Files.write(cache.file(KEY), Arrays.copyOf(whole, whole.length + 1));
    assertEquals(Optional.empty(), cache.read(KEY), "one byte more");
  }

  @Test
  void thePlanOfAnotherKeyIsNotUsed() throws IOException {
    PlanCache cache = new PlanCache(folder);
    cache.write(KEY, PLAN);
    Files.copy(cache.file(KEY), cache.file("another"));
    assertEquals(Optional.empty(), cache.read("another"));
    assertEquals(
        List.of(
            "The kept plan %s is not used and is made again: it holds the plan of another key"
                .formatted(cache.file("another"))),
        lines);
  }

  @Test
  void aFileOfAnyLengthIsReadOnlyToTheLimit() throws IOException {
    PlanCache cache = new PlanCache(folder);
    cache.write(KEY, PLAN);
    try (RandomAccessFile file = new RandomAccessFile(cache.file(KEY).toFile(), "rw")) {
      file.setLength(1L << 40);
    } catch (IOException e) {
      assumeTrue(false, "Skipped: this file system has no file of a terabyte with nothing in it");
    }
    assertEquals(Optional.empty(), cache.read(KEY));
    cache.write(KEY, PLAN);
    assertArrayEquals(PLAN, cache.read(KEY).orElseThrow());
  }

  @Test
  void aPlanTooLongToReadIsNotWritten() {
    PlanCache cache = new PlanCache(folder);
    cache.write(KEY, new byte[PlanCache.LONGEST]);
    assertFalse(Files.exists(cache.file(KEY)));
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    PlanCache there = new PlanCache(folder.resolve("there"));
    there.write(KEY, PLAN);
    PlanCache here = new PlanCache(folder);
    Files.createSymbolicLink(here.file(KEY), there.file(KEY));
    assertEquals(Optional.empty(), here.read(KEY));
  }

  @Test
  void whereNothingCanBeWrittenPlansAreMadeAgain() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    PlanCache cache = new PlanCache(file);
    cache.write(KEY, PLAN);
    assertEquals(Optional.empty(), cache.read(KEY));
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).startsWith("Plans cannot be kept in " + file), lines.get(0));
  }

  @Test
  void aFolderThatIsOnlyReadGivesItsPlans() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "Skipped: this file system has no permissions");
    PlanCache cache = new PlanCache(folder);
    cache.write(KEY, PLAN);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeTrue(!Files.isWritable(folder), "Skipped: this user may write everywhere");
      cache.write("another", PLAN);
      assertEquals(Optional.empty(), cache.read("another"));
      assertArrayEquals(PLAN, cache.read(KEY).orElseThrow());
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
