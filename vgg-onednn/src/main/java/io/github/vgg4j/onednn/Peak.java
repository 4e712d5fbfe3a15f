package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.ArenaLayout;
import io.github.vgg4j.engine.Precision;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * The most that this machine does: operations a second in a large matrix product whose operands lie
 * as oneDNN likes them best.
 */
final class Peak {

  private static final long SIDE = 1024;
  private static final int RUNS = 24;

  private Peak() {}

  /** Of the fastest of some runs, all threads working. */
  static double flops(Precision precision) {
    NumberType type = precision == Precision.INT8 ? NumberType.U8 : NumberType.of(precision);
    NumberType weights = precision == Precision.INT8 ? NumberType.S8 : type;
    try (Natives natives = new Natives()) {
      Kernels kernels = new Kernels(natives);
      Recorder recorder = new Recorder();
      Layout any = Layout.any(natives, type, SIDE, SIDE);
      Layout other = Layout.any(natives, weights, SIDE, SIDE);
      Layout out = Layout.any(natives, NumberType.F32, SIDE, SIDE);
      Kernel kernel = kernels.product(any, other, out, kernels.postOps());
      recorder.call(
          kernel,
          new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
          recorder.value(kernel.source()),
          recorder.value(kernel.weights()),
          recorder.value(kernel.destination()));
      Arena arena = natives.own(new Arena(ArenaLayout.place(recorder.storages())), Arena::close);
      Pointer.memset(arena.start(), 0, arena.bytes());
      recorder.storages().forEach(storage -> storage.bind(arena.start()));
      Program program = new Program(new Natives(), Dnnl.stream(natives), recorder.entries());
      double best = Double.MAX_VALUE;
      for (int i = 0; i < RUNS; i++) {
        long begin = System.nanoTime();
        program.run(0, 1);
        best = Math.min(best, (System.nanoTime() - begin) / 1e9);
      }
      program.close();
      return kernel.flops() / best;
    }
  }
}
