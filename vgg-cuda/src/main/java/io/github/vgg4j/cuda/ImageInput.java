package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.ImageKernels;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import java.util.Map;
import java.util.WeakHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** Brings images to the device as bytes, and has them resized and normalised there. */
final class ImageInput {

  private final Gpu gpu;
  private final Blocks blocks;
  private final Shape input;
  private final NumberType type;
  private final int batchSize;
  private final Block meanAndDeviation;
  private final Map<Program, Gpu.Prepared> preparations = new WeakHashMap<>();
  private @Nullable Block pixels;
  private int sourceHeight;
  private int sourceWidth;
  private @Nullable ImageBatch known;
  private int knownCount;
  private @Nullable BytePointer knownPixels;
  private @Nullable Place knownPlace;

  /**
   * For a network's images.
   *
   * @param batchSize most images in a batch
   * @throws IllegalArgumentException if the normalization is for another number of channels
   */
  ImageInput(
      Gpu gpu,
      Blocks blocks,
      Shape input,
      NumberType type,
      int batchSize,
      Normalization normalization) {
    this.gpu = gpu;
    this.blocks = blocks;
    this.input = input;
    this.type = type;
    this.batchSize = batchSize;
    int entries = normalization.mean().size();
    if (entries != 1 && entries != input.channels()) {
      throw new IllegalArgumentException(
          "The normalization has means for "
              + entries
              + " channels, but the images have "
              + input.channels());
    }
    this.meanAndDeviation = blocks.take(2L * input.channels() * Float.BYTES);
    try (FloatPointer numbers = new FloatPointer(2L * input.channels())) {
      for (int c = 0; c < input.channels(); c++) {
        int entry = entries == 1 ? 0 : c;
        numbers.put(c, normalization.mean().get(entry));
        numbers.put(input.channels() + c, normalization.deviation().get(entry));
      }
      gpu.write(meanAndDeviation, numbers);
    }
  }

  /** Fills a program's input with the images of a batch. */
  void load(ImageBatch batch, Program program) {
    Block room = room(batch);
    if (batch != known || batch.count() != knownCount || knownPixels == null) {
      known = batch;
      knownCount = batch.count();
      knownPixels = new BytePointer(batch.pixels());
      knownPlace = room.part(0, (long) batch.count() * batch.imageBytes());
    }
    gpu.write(knownPlace, knownPixels);
    Gpu.Prepared prepare = preparations.get(program);
    if (prepare == null) {
      prepare = gpu.prepare(call(room, program));
      preparations.put(program, prepare);
    }
    prepare.run();
  }

  private KernelCall call(Block room, Program program) {
    MapShape out = new MapShape(program.images(), input.height(), input.width(), input.channels());
    return ImageKernels.prepare(
        type,
        room,
        sourceHeight,
        sourceWidth,
        Argument.NOWHERE,
        Argument.NOWHERE,
        meanAndDeviation,
        out,
        program.input());
  }

  /** Memory for a batch of bytes; another size of images gets another one. */
  private Block room(ImageBatch batch) {
    if (batch.channels() != input.channels()) {
      throw new IllegalArgumentException(
          "The images have "
              + batch.channels()
              + " channels, but the network takes "
              + input.channels());
    }
    Block room = pixels;
    if (room != null && batch.height() == sourceHeight && batch.width() == sourceWidth) {
      return room;
    }
    if (room != null) {
      pixels = null;
      blocks.giveBack(room);
    }
    preparations.clear();
    known = null;
    room = blocks.take((long) batchSize * batch.imageBytes());
    sourceHeight = batch.height();
    sourceWidth = batch.width();
    pixels = room;
    return room;
  }
}
