package io.github.vgg4j.onednn;

import io.github.vgg4j.tensor.RandomStreams;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of a program's steps share, and the two things that all of them do: make an
 * array, and see to it that an array lies in the layout that a kernel wants.
 *
 * @param use training or inference
 * @param images in the batch
 * @param type of activations and their gradients
 * @param folds whether gradients come scaled so that products can add them to the weights
 * @param random for dropout
 * @param stepsDone training steps done
 * @param int8 what is kept in bytes; null where nothing is
 */
record StepContext(
    Natives natives,
    Kernels kernels,
    Recorder recorder,
    WeightStore weights,
    Kernels.Use use,
    int images,
    NumberType type,
    boolean folds,
    RandomStreams random,
    LongSupplier stepsDone,
    @Nullable Int8 int8) {

  boolean trains() {
    return use == Kernels.Use.TRAINING;
  }

  Value value(Layout layout) {
    return recorder.value(layout);
  }

  Layout any(NumberType numbers, long... dims) {
    return Layout.any(natives, numbers, dims);
  }

  Layout plain(NumberType numbers, long... dims) {
    return Layout.plain(natives, numbers, dims);
  }

  /**
   * An array of numbers that no step changes, kept for the program's life.
   *
   * @param fill writes them, plain and float32
   */
  Value constant(NumberType wanted, Consumer<FloatBuffer> fill, long... dims) {
    Layout floats = plain(NumberType.F32, dims);
    Layout kept = plain(wanted, dims);
    Value constant = recorder.constant(natives, kept);
    try (Arena numbers = new Arena(floats.bytes());
        Natives once = new Natives()) {
      fill.accept(numbers.floats());
      Program.reorder(once, Dnnl.stream(once), floats, numbers.start(), kept, constant.address())
          .run();
    }
    return constant;
  }

  /** The array itself where it lies so already, or else its numbers in another array. */
  Value in(Layout wanted, Value value) {
    if (value.layout().sameAs(wanted)) {
      return value;
    }
    Value reordered = value(wanted).in(value.unit());
    recorder.call(
        kernels.reorder(value.layout(), wanted),
        new int[] {dnnl.DNNL_ARG_FROM, dnnl.DNNL_ARG_TO},
        value,
        reordered);
    return reordered;
  }

  /**
   * Numbers in bytes, rounded to whole units from 0 to 255; those that are bytes already stay so.
   *
   * @param wanted a layout of bytes
   */
  Value inBytes(Layout wanted, Value value, float unit) {
    if (value.layout().type() == NumberType.U8) {
      return in(wanted, value);
    }
    Value bytes = value(wanted).in(unit);
    recorder.call(
        kernels.reorder(value.layout(), wanted, kernels.postOps().scaled(dnnl.DNNL_ARG_TO)),
        new int[] {dnnl.DNNL_ARG_FROM, dnnl.DNNL_ARG_TO, PostOps.scaleOf(dnnl.DNNL_ARG_TO)},
        value,
        bytes,
        number(unit));
    return bytes;
  }

  /** A single number, kept for the program's life. */
  Value number(float number) {
    Value constant = recorder.constant(natives, plain(NumberType.F32, 1));
    constant.floats().put(0, number);
    return constant;
  }
}
