package io.github.vgg4j.cuda.kernel;

import static io.github.vgg4j.cuda.kernel.Argument.NOWHERE;

import io.github.vgg4j.cuda.kernel.FirstConvKernels.After;
import io.github.vgg4j.engine.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A launch of every kernel, of the shapes that networks have. */
final class EveryKernel {

  private static final MapShape WIDE = new MapShape(64, 224, 224, 64);
  private static final MapShape HALF = new MapShape(64, 112, 112, 64);
  private static final long ROWS = WIDE.rows();

  private EveryKernel() {}

  /** The launches for numbers of one type. */
  static List<KernelCall> calls(NumberType type) {
    List<KernelCall> calls = new ArrayList<>();
    pools(type, calls);
    elements(type, calls);
    norms(type, calls);
    images(type, calls);
    MapShape gray = new MapShape(128, 224, 224, 1);
    MapShape colour = new MapShape(64, 224, 224, 3);
    first(type, After.RELU_POOL, gray, 16, 3, calls);
    first(type, After.RELU_POOL, colour, 64, 3, calls);
    first(type, After.RELU, colour, 64, 3, calls);
    first(type, After.NOTHING, colour, 64, 1, calls);
    first(type, After.RELU, new MapShape(64, 224, 224, 4), 64, 3, calls);
    updates(calls);
    return calls;
  }

  private static void pools(NumberType type, List<KernelCall> calls) {
    for (int channels : new int[] {64, 5}) {
      MapShape in = new MapShape(64, 224, 224, channels);
      MapShape out = new MapShape(64, 112, 112, channels);
      calls.add(PoolKernels.max(type, Activation.RELU, in, out, NOWHERE, NOWHERE, NOWHERE));
      calls.add(PoolKernels.maxBack(type, in, out, NOWHERE, NOWHERE, NOWHERE));
      calls.add(PoolKernels.average(type, in, out, NOWHERE, NOWHERE));
      calls.add(PoolKernels.averageBack(type, in, out, NOWHERE, NOWHERE));
      calls.add(PoolKernels.adaptive(type, in, out, NOWHERE, NOWHERE));
      calls.add(PoolKernels.adaptiveBack(type, in, out, NOWHERE, NOWHERE));
    }
  }

  private static void elements(NumberType type, List<KernelCall> calls) {
    calls.add(ElementKernels.relu(type, HALF.elements(), NOWHERE, NOWHERE));
    calls.add(ElementKernels.reluBack(type, HALF.elements(), NOWHERE, 1, NOWHERE));
    calls.add(ElementKernels.dropout(type, 1 << 20, 0.5, 1, 2, NOWHERE, NOWHERE));
    calls.add(ElementKernels.dropout(type, HALF, 0.5, 1, 2, NOWHERE, NOWHERE));
    for (NumberType to : NumberType.values()) {
      calls.add(ElementKernels.cast(type, to, HALF.elements(), NOWHERE, NOWHERE));
    }
    calls.add(ChannelKernels.addBias(type, ROWS, 64, NOWHERE, NOWHERE));
    calls.addAll(ChannelKernels.sums(type, ROWS, 64, NOWHERE, NOWHERE, NOWHERE));
    calls.addAll(
        ChannelKernels.pooledSums(type, HALF.rows(), 64, NOWHERE, NOWHERE, NOWHERE, NOWHERE));
    calls.addAll(
        ChannelKernels.reluBackSums(type, ROWS, 64, NOWHERE, 1, NOWHERE, NOWHERE, NOWHERE));
    calls.addAll(
        LossKernels.softmaxCrossEntropy(
            type, 64, 1000, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE));
  }

  private static void norms(NumberType type, List<KernelCall> calls) {
    calls.addAll(
        NormKernels.statistics(
            type, ROWS, 64, 1e-5, 0.1, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE));
    calls.add(
        NormKernels.apply(
            type, Activation.RELU, ROWS, 64, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE));
    calls.addAll(
        NormKernels.back(
            type,
            Activation.RELU,
            ROWS,
            64,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE,
            NOWHERE));
    calls.add(
        NormKernels.fold(
            type, 64, 27, 1e-5, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE,
            NOWHERE));
    calls.add(ResponseNormKernels.forward(type, ROWS, 64, 5, 1e-4, 0.75, 2, NOWHERE, NOWHERE));
    calls.add(
        ResponseNormKernels.back(type, ROWS, 64, 5, 1e-4, 0.75, 2, NOWHERE, NOWHERE, NOWHERE));
  }

  private static void images(NumberType type, List<KernelCall> calls) {
    for (int channels : new int[] {1, 3}) {
      MapShape out = new MapShape(64, 224, 224, channels);
      calls.add(
          ImageKernels.prepare(type, NOWHERE, 28, 28, NOWHERE, NOWHERE, NOWHERE, out, NOWHERE));
    }
    calls.add(ImageKernels.toNhwc(type, NOWHERE, HALF, NOWHERE));
    calls.add(ImageKernels.toPlain(type, NOWHERE, HALF, NOWHERE));
  }

  private static void first(
      NumberType type, After after, MapShape in, int out, int kernel, List<KernelCall> calls) {
    calls.add(
        FirstConvKernels.forward(
            type, after, in, out, kernel, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE));
    calls.addAll(
        FirstConvKernels.gradient(
            type, after, in, out, kernel, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE));
  }

  private static void updates(List<KernelCall> calls) {
    long count = 43_093_324;
    for (Optimizer optimizer :
        List.of(
            Optimizer.Sgd.of(0.1),
            Optimizer.Sgd.of(0.1).momentum(0.9),
            Optimizer.Sgd.of(0.1).momentum(0.9).nesterov(),
            Optimizer.Adam.of(0.1),
            Optimizer.AdamW.of(0.1))) {
      List<Place> slots = Collections.nCopies(optimizer.slots(), NOWHERE);
      calls.add(UpdateKernels.update(optimizer, count, NOWHERE, slots, NOWHERE, NOWHERE, NOWHERE));
    }
    calls.addAll(UpdateKernels.clip(count, 1, NOWHERE, NOWHERE, NOWHERE));
    calls.add(UpdateKernels.accumulate(count, NOWHERE, NOWHERE));
    calls.add(UpdateKernels.shadow(count, NOWHERE, NOWHERE));
  }
}
