package io.github.vgg4j.data;

import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.RandomStreams;
import io.github.vgg4j.tensor.RandomStreams.Purpose;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a data set in batches, filled ahead of use by a thread of its own: three batches
 * take turns, so that memory stays the same however long the pass. The trainer asks for the next.
 *
 * <pre>{@code
 * try (Batches batches = Batches.of(data, 128).shuffled(streams, epoch).start()) {
 *   for (ImageBatch batch = batches.next(); batch != null; batch = batches.next()) { ... }
 * }
 * }</pre>
 */
public final class Batches implements AutoCloseable {

  private static final int RING = 3;

  private final Builder plan;
  private final int @Nullable [] order;
  private final BlockingQueue<ImageBatch> free = new ArrayBlockingQueue<>(RING);
  private final BlockingQueue<Delivery> filled = new ArrayBlockingQueue<>(RING + 1);
  private final Thread producer;
  private volatile boolean closed;
  private @Nullable ImageBatch lent;
  private boolean ended;

  /** What the producer hands over: a batch, or at the end neither, or what went wrong. */
  private record Delivery(@Nullable ImageBatch batch, @Nullable Throwable failure) {}

  private Batches(Builder plan) {
    this.plan = plan;
    this.order = plan.order();
    for (int i = 0; i < RING; i++) {
      free.add(plan.batch());
    }
    producer = new Thread(this::produce, "vgg-batches");
    producer.setDaemon(true);
  }

  /**
   * Describes a pass in file order; nothing is read before {@link Builder#start}.
   *
   * @param size images in a batch, at least 1; the last batch may hold fewer
   */
  public static Builder of(Dataset data, int size) {
    return new Builder(data, size);
  }

  /** How many batches a whole pass has, the last partial one included. */
  public static int count(Dataset data, int size) {
    return (int) (((long) data.size() + size - 1) / size);
  }

  /** What a pass is to be; every method returns this builder. */
  public static final class Builder {
    private final Dataset data;
    private final int size;
    private @Nullable RandomStreams shuffle;
    private @Nullable RandomStreams augment;
    private Augmentation augmentation = Augmentation.NONE;
    private int shuffleEpoch;
    private int augmentEpoch;
    private int first;
    private boolean numbered;

    private Builder(Dataset data, int size) {
      if (size < 1) {
        throw new IllegalArgumentException("A batch must hold at least 1 image, not " + size);
      }
      this.data = data;
      this.size = size;
    }

    /**
     * Visits the images in the random order of an epoch.
     *
     * @param epoch from 0; the stream that orders the images
     */
    public Builder shuffled(RandomStreams streams, int epoch) {
      this.shuffle = streams;
      this.shuffleEpoch = epoch;
      return this;
    }

    /**
     * Changes each image at random.
     *
     * @param epoch from 0; the stream that changes images, as a rule the one that orders them
     */
    public Builder augmented(Augmentation augmentation, RandomStreams streams, int epoch) {
      this.augmentation = augmentation;
      this.augment = streams;
      this.augmentEpoch = epoch;
      return this;
    }

    /**
     * Leaves out the batches before one, to go on where a run was cut off.
     *
     * @param batch index of the first batch delivered, from 0
     */
    public Builder from(int batch) {
      if (batch < 0) {
        throw new IllegalArgumentException("The first batch must be at least 0, not " + batch);
      }
      this.first = batch;
      return this;
    }

    /**
     * Whether batches say which images they have, and how these are changed, in place of their
     * bytes: for a session that keeps the data set.
     */
    public Builder numbered(boolean instead) {
      this.numbered = instead;
      return this;
    }

    /** Starts the thread that reads ahead; the result must be closed. */
    public Batches start() {
      Batches batches = new Batches(this);
      batches.producer.start();
      return batches;
    }

    private ImageBatch batch() {
      return numbered
          ? ImageBatch.ofNumbers(size, data)
          : new ImageBatch(size, data.channels(), data.height(), data.width());
    }

    private int @Nullable [] order() {
      return shuffle == null
          ? null
          : shuffle.permutation(Purpose.SHUFFLE, shuffleEpoch, data.size());
    }
  }

  /**
   * The next batch, or null after the last. It may be read until the next call, which takes it back
   * and lets it be filled anew. One thread at a time.
   *
   * @throws RuntimeException what the data set threw while it was read
   * @throws CancellationException if the calling thread is interrupted while it waits; its mark is
   *     kept
   */
  public @Nullable ImageBatch next() {
    if (lent != null) {
      free.add(lent);
      lent = null;
    }
    if (ended || closed) {
      return null;
    }
    Delivery delivery = take();
    if (delivery.failure() instanceof RuntimeException e) {
      throw end(e);
    }
    if (delivery.failure() instanceof Error e) {
      throw end(e);
    }
    lent = delivery.batch();
    ended = lent == null;
    return lent;
  }

  private <T extends Throwable> T end(T failure) {
    ended = true;
    return failure;
  }

  private Delivery take() {
    try {
      return filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException("Interrupted while waiting for a batch of " + plan.data.name());
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  /** Stops reading ahead; at most the image being read is finished. Closing twice does no harm. */
  @Override
  public void close() {
    closed = true;
    producer.interrupt();
  }

  private void produce() {
    Delivery last;
    try {
      deliverAll();
      last = new Delivery(null, null);
    } catch (InterruptedException e) {
      // Only close() interrupts this thread, and then nobody waits for more.
      last = new Delivery(null, new CancellationException("The batches were closed"));
    } catch (RuntimeException | Error e) {
      last = new Delivery(null, e);
    }
    filled.add(last); // One place more than there are batches: never full.
  }

  private void deliverAll() throws InterruptedException {
    Filler filler = new Filler();
    for (long start = (long) plan.first * plan.size; start < plan.data.size(); start += plan.size) {
      ImageBatch batch = free.take();
      filler.fill(batch, (int) start);
      filled.put(new Delivery(batch, null));
    }
  }

  /** Copies images into a batch, changed where that was asked for. */
  private final class Filler {
    private final byte[] image = new byte[plan.data.imageBytes()];
    private final byte[] row = new byte[plan.data.width()];
    private final ByteBuffer imageBuffer = ByteBuffer.wrap(image);
    private final int[] four = new int[4];

    void fill(ImageBatch batch, int start) throws InterruptedException {
      int count = Math.min(plan.size, plan.data.size() - start);
      for (int k = 0; k < count; k++) {
        if (closed) {
          throw new InterruptedException();
        }
        int i = order == null ? start + k : order[start + k];
        batch.labels()[k] = plan.data.label(i);
        if (plan.numbered) {
          name(i, batch, k);
        } else {
          copy(i, batch, k * batch.imageBytes());
        }
      }
      batch.count(count);
    }

    private void name(int i, ImageBatch batch, int k) {
      batch.numbers()[k] = i;
      Augmentation.Change change = change(i);
      int at = ImageBatch.CHANGES * k;
      batch.changes()[at] = change.mirrored() ? 1 : 0;
      batch.changes()[at + 1] = change.dy();
      batch.changes()[at + 2] = change.dx();
    }

    private void copy(int i, ImageBatch batch, int offset) {
      Augmentation.Change change = change(i);
      if (change.equals(Augmentation.Change.NONE)) {
        plan.data.copyImage(i, batch.pixels(), offset);
        return;
      }
      plan.data.copyImage(i, imageBuffer, 0);
      Augmentation.apply(
          change,
          image,
          plan.data.channels(),
          plan.data.height(),
          plan.data.width(),
          row,
          batch.pixels(),
          offset);
    }

    private Augmentation.Change change(int i) {
      if (plan.augment == null || plan.augmentation.equals(Augmentation.NONE)) {
        return Augmentation.Change.NONE;
      }
      return plan.augmentation.draw(plan.augment, plan.augmentEpoch, i, four);
    }
  }
}
