package io.github.vgg4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.RandomStreams;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchesTest {

  private static final RandomStreams SEED_42 = new RandomStreams(42);

  @Test
  void deliversEveryImageInFileOrderWithTheLastBatchPartial() {
    try (Batches batches = Batches.of(numbered(10), 4).start()) {
      assertEquals(List.of(0, 1, 2, 3), images(batches.next()));
      assertEquals(List.of(4, 5, 6, 7), images(batches.next()));
      assertEquals(List.of(8, 9), images(batches.next()));
      assertNull(batches.next());
      assertNull(batches.next());
    }
  }

  @Test
  void countsThePartialBatch() {
    assertEquals(3, Batches.count(numbered(10), 4));
    assertEquals(2, Batches.count(numbered(8), 4));
    assertEquals(1, Batches.count(numbered(1), 4));
  }

  @Test
  void deliversLabelsWithTheirImages() {
    try (Batches batches = Batches.of(numbered(10), 10).shuffled(SEED_42, 0).start()) {
      ImageBatch batch = batches.next();
      for (int i = 0; i < 10; i++) {
        assertEquals(batch.pixels().get(i) % 3, batch.labels()[i]);
      }
    }
  }

  @Test
  void shufflesByTheEpochsPermutation() {
    assertEquals(
        List.of(5, 9, 0, 8, 2, 1, 3, 6, 7, 4),
        all(Batches.of(numbered(10), 3).shuffled(SEED_42, 0)));
    assertEquals(
        List.of(3, 7, 9, 1, 2, 8, 6, 4, 0, 5),
        all(Batches.of(numbered(10), 4).shuffled(SEED_42, 1)));
  }

  @Test
  void goesOnAtABatch() {
    assertEquals(
        List.of(3, 6, 7, 4), all(Batches.of(numbered(10), 3).shuffled(SEED_42, 0).from(2)));
    assertEquals(List.of(), all(Batches.of(numbered(10), 3).from(4)));
    assertEquals(List.of(), all(Batches.of(numbered(10), 3).from(Integer.MAX_VALUE)));
  }

  @Test
  void usesThreeBatchesHoweverLongThePass() {
    Set<ImageBatch> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    try (Batches batches = Batches.of(numbered(100), 2).start()) {
      for (ImageBatch batch = batches.next(); batch != null; batch = batches.next()) {
        seen.add(batch);
      }
    }

    assertEquals(3, seen.size());
  }

  @Test
  void doesNotTouchTheBatchInUse() throws InterruptedException {
    try (Batches batches = Batches.of(numbered(100), 2).start()) {
      ImageBatch batch = batches.next();
      Thread.sleep(50); // Ample time for the producer to run ahead.

      assertEquals(List.of(0, 1), images(batch));
      assertEquals(List.of(2, 3), images(batches.next()));
    }
  }

  @Test
  void augmentsTheSameWayWhateverTheBatchSizeAndStart() {
    Dataset data = squares(40);
    Augmentation change = Augmentation.flipAndShift(2);

    List<List<Byte>> inFours = pictures(Batches.of(data, 4).augmented(change, SEED_42, 3));
    List<List<Byte>> inSevens = pictures(Batches.of(data, 7).augmented(change, SEED_42, 3));
    List<List<Byte>> later = pictures(Batches.of(data, 4).augmented(change, SEED_42, 3).from(5));
    List<List<Byte>> nextEpoch = pictures(Batches.of(data, 4).augmented(change, SEED_42, 4));

    assertEquals(inFours, inSevens);
    assertEquals(inFours.subList(20, 40), later);
    assertNotEquals(inFours, nextEpoch);
    assertTrue(new HashSet<>(inFours).size() > 20, "many different changes");
  }

  @Test
  void namesImagesAndTheirChangesInPlaceOfTheirBytes() {
    byte[] pixels = new byte[40 * 5 * 6];
    new Random(8).nextBytes(pixels);
    Dataset data = Dataset.of("noise", 1, 5, 6, List.of("a"), pixels, new int[40]);
    Augmentation change = Augmentation.flipAndShift(2);
    try (Batches bytes =
            Batches.of(data, 16).shuffled(SEED_42, 3).augmented(change, SEED_42, 3).start();
        Batches numbers =
            Batches.of(data, 16)
                .shuffled(SEED_42, 3)
                .augmented(change, SEED_42, 3)
                .numbered(true)
                .start()) {
      for (int number = 0; number < 3; number++) {
        ImageBatch expected = bytes.next();
        ImageBatch batch = numbers.next();
        assertEquals(number < 2 ? 16 : 8, batch.count());
        assertSame(data, batch.source());
        byte[] seen = new byte[batch.count() * data.imageBytes()];
        expected.pixels().get(0, seen);
        assertArrayEquals(seen, changed(data, batch));
        for (int i = 0; i < batch.count(); i++) {
          assertEquals(expected.labels()[i], batch.labels()[i]);
        }
        assertEquals(
            "The batch has numbers of images, for a session that keeps " + data.name(),
            assertThrows(IllegalStateException.class, batch::pixels).getMessage());
        assertNull(expected.source());
      }
      assertNull(numbers.next());
    }
  }

  /** The bytes that a batch of numbers means, pixel by pixel. */
  private static byte[] changed(Dataset data, ImageBatch batch) {
    int side = data.width();
    byte[] pixels = new byte[batch.count() * data.imageBytes()];
    ByteBuffer image = ByteBuffer.allocate(data.imageBytes());
    for (int i = 0; i < batch.count(); i++) {
      data.copyImage(batch.numbers()[i], image, 0);
      boolean mirrored = batch.changes()[3 * i] == 1;
      for (int y = 0; y < data.height(); y++) {
        for (int x = 0; x < side; x++) {
          int fromY = y - batch.changes()[3 * i + 1];
          int fromX = x - batch.changes()[3 * i + 2];
          if (fromY >= 0 && fromY < data.height() && fromX >= 0 && fromX < side) {
            int column = mirrored ? side - 1 - fromX : fromX;
            pixels[i * data.imageBytes() + y * side + x] = image.get(fromY * side + column);
          }
        }
      }
    }
    return pixels;
  }

  @Test
  void passesOnWhatTheDataSetThrowsAfterTheBatchesBefore() {
    IllegalStateException failure = new IllegalStateException("image 5 is gone");
    Dataset broken =
        new Wrapped(numbered(10)) {
          @Override
          public void copyImage(int i, ByteBuffer target, int offset) {
            if (i == 5) {
              throw failure;
            }
            super.copyImage(i, target, offset);
          }
        };
    try (Batches batches = Batches.of(broken, 4).start()) {
      assertEquals(List.of(0, 1, 2, 3), images(batches.next()));
      assertSame(failure, assertThrows(IllegalStateException.class, batches::next));
      assertNull(batches.next());
    }
  }

  @Test
  void passesOnErrorsToo() {
    Dataset broken =
        new Wrapped(numbered(10)) {
          @Override
          public int label(int i) {
            throw new StackOverflowError("too deep");
          }
        };
    try (Batches batches = Batches.of(broken, 4).start()) {
      assertThrows(StackOverflowError.class, batches::next);
    }
  }

  @Test
  void stopsItsThreadWhenClosedInTheMiddle() throws InterruptedException {
    Set<Thread> producers = Collections.synchronizedSet(new HashSet<>());
    Dataset watched =
        new Wrapped(numbered(1_000)) {
          @Override
          public int label(int i) {
            producers.add(Thread.currentThread());
            return super.label(i);
          }
        };
    Batches batches = Batches.of(watched, 2).start();
    batches.next();
    batches.close();
    batches.close();

    Thread producer = producers.iterator().next();
    producer.join(2_000);
    assertFalse(producer.isAlive());
    assertTrue(producer.isDaemon());
    assertNull(batches.next());
  }

  @Test
  void keepsTheMarkOfAnInterruptedConsumer() {
    CountDownLatch never = new CountDownLatch(1);
    Dataset slow =
        new Wrapped(numbered(10)) {
          @Override
          public int label(int i) {
            try {
              assertFalse(never.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return 0;
          }
        };
    try (Batches batches = Batches.of(slow, 4).start()) {
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, batches::next);
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void refusesSizesThatMakeNoSense() {
    assertThrows(IllegalArgumentException.class, () -> Batches.of(numbered(1), 0));
    assertThrows(IllegalArgumentException.class, () -> Batches.of(numbered(1), 1).from(-1));
  }

  private static Dataset numbered(int images) {
    byte[] pixels = new byte[images];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      pixels[i] = (byte) (i % 128);
      labels[i] = i % 3;
    }
    return Dataset.of("numbered", 1, 1, 1, List.of("a", "b", "c"), pixels, labels);
  }

  private static Dataset squares(int images) {
    byte[] pixels = new byte[images * 36];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (1 + i % 36);
    }
    return Dataset.of("squares", 1, 6, 6, List.of("a"), pixels, new int[images]);
  }

  private static List<Integer> images(ImageBatch batch) {
    return IntStream.range(0, batch.count()).mapToObj(i -> (int) batch.pixels().get(i)).toList();
  }

  private static List<Integer> all(Batches.Builder builder) {
    List<Integer> all = new ArrayList<>();
    try (Batches batches = builder.start()) {
      for (ImageBatch batch = batches.next(); batch != null; batch = batches.next()) {
        all.addAll(images(batch));
      }
    }
    return all;
  }

  private static List<List<Byte>> pictures(Batches.Builder builder) {
    List<List<Byte>> all = new ArrayList<>();
    try (Batches batches = builder.start()) {
      for (ImageBatch batch = batches.next(); batch != null; batch = batches.next()) {
        for (int k = 0; k < batch.count(); k++) {
          ByteBuffer pixels = batch.pixels().slice(k * 36, 36);
          all.add(IntStream.range(0, 36).mapToObj(pixels::get).toList());
        }
      }
    }
    return all;
  }

  private static class Wrapped implements Dataset {
    private final Dataset inner;

    Wrapped(Dataset inner) {
      this.inner = inner;
    }

    @Override
    public int size() {
      return inner.size();
    }

    @Override
    public int channels() {
      return inner.channels();
    }

    @Override
    public int height() {
      return inner.height();
    }

    @Override
    public int width() {
      return inner.width();
    }

    @Override
    public int classes() {
      return inner.classes();
    }

    @Override
    public List<String> labelNames() {
      return inner.labelNames();
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public int label(int i) {
      return inner.label(i);
    }

    @Override
    public void copyImage(int i, ByteBuffer target, int offset) {
      inner.copyImage(i, target, offset);
    }
  }
}
