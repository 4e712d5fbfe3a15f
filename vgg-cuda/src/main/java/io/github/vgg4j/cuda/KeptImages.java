package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.driver.OutOfDeviceMemoryException;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.ImageSet;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.IdentityHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Whole sets of images on the device, of which a batch then needs only numbers. */
final class KeptImages implements AutoCloseable {

  /** What must stay free beside them: programs, plans and their scratch come later. */
  private static final long RESERVE_BYTES = 1L << 30;

  /** What goes up at once. */
  private static final long PIECE_BYTES = 2L << 20;

  private final Gpu gpu;
  private final Blocks blocks;
  private final int batchSize;
  private final ImageSource.Target target;
  private final IdentityHashMap<ImageSet, ImageSource> sources = new IdentityHashMap<>();
  private @Nullable Meant meant;

  /** None yet. */
  KeptImages(Gpu gpu, Blocks blocks, int batchSize, ImageSource.Target target) {
    this.gpu = gpu;
    this.blocks = blocks;
    this.batchSize = batchSize;
    this.target = target;
  }

  /** Takes a set up, unless it is here or there is no room; says whether it is here. */
  boolean keep(ImageSet images) {
    if (sources.containsKey(images)) {
      return true;
    }
    long bytes = (long) images.size() * images.imageBytes();
    if (bytes > gpu.freeBytes() - RESERVE_BYTES) {
      return false;
    }
    Block pixels = null;
    try {
      if (meant == null) {
        meant = new Meant(gpu, blocks, batchSize);
      }
      pixels = blocks.take(bytes);
      copy(images, pixels);
    } catch (RuntimeException | Error e) {
      if (pixels != null) {
        blocks.giveBack(pixels);
      }
      if (e instanceof OutOfDeviceMemoryException) {
        return false;
      }
      throw e;
    }
    ImageSource.Layout layout =
        new ImageSource.Layout(pixels, images.height(), images.width(), meant.order, meant.changes);
    sources.put(images, new ImageSource(gpu, layout, target));
    return true;
  }

  /**
   * The images of a batch of numbers, which go up.
   *
   * @throws IllegalArgumentException if they are not here
   */
  ImageSource source(ImageBatch batch) {
    ImageSet images = batch.source();
    ImageSource source = sources.get(images);
    if (source == null || meant == null) {
      throw new IllegalArgumentException(
          "The batch has numbers of images of "
              + (images == null ? "nothing" : images.name())
              + ", which this session does not keep; keep them first");
    }
    meant.send(batch, images.size());
    return source;
  }

  @Override
  public void close() {
    if (meant != null) {
      meant.here.close();
    }
  }

  private void copy(ImageSet images, Block to) {
    int imageBytes = images.imageBytes();
    int atOnce = (int) Math.max(1, Math.min(images.size(), PIECE_BYTES / imageBytes));
    try (BytePointer piece = new BytePointer((long) atOnce * imageBytes)) {
      ByteBuffer bytes = piece.asBuffer();
      for (int first = 0; first < images.size(); first += atOnce) {
        int count = Math.min(atOnce, images.size() - first);
        for (int i = 0; i < count; i++) {
          images.copyImage(first + i, bytes, i * imageBytes);
        }
        gpu.write(to.part((long) first * imageBytes, (long) count * imageBytes), piece);
      }
    }
  }

  /** Which images a batch means, and what happens to them: here and on the device. */
  private static final class Meant {
    private final Gpu gpu;
    private final int batchSize;
    private final Place both;
    private final Place order;
    private final Place changes;
    private final IntPointer here;
    private final IntBuffer numbers;

    Meant(Gpu gpu, Blocks blocks, int batchSize) {
      this.gpu = gpu;
      this.batchSize = batchSize;
      int count = batchSize * (1 + ImageBatch.CHANGES);
      this.both = blocks.take((long) count * Integer.BYTES);
      this.order = both.part(0, (long) batchSize * Integer.BYTES);
      this.changes =
          both.part(order.bytes(), (long) batchSize * ImageBatch.CHANGES * Integer.BYTES);
      this.here = new IntPointer(count);
      // A program may compute more images than a batch has; these are then the first of the set.
      Pointer.memset(here, 0, both.bytes());
      this.numbers = here.asBuffer();
    }

    void send(ImageBatch batch, int images) {
      for (int i = 0; i < batch.count(); i++) {
        int number = batch.numbers()[i];
        if (number < 0 || number >= images) {
          throw new IllegalArgumentException(
              "A batch names image " + number + ", but there are images 0 to " + (images - 1));
        }
      }
      numbers.put(0, batch.numbers(), 0, batch.count());
      numbers.put(batchSize, batch.changes(), 0, batch.count() * ImageBatch.CHANGES);
      gpu.writeAhead(both, here);
    }
  }
}
