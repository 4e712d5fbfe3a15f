package io.github.vgg4j.onednn;

import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The gradients that wait for an update, added up in one more flat array. */
final class GradientSum implements AutoCloseable {

  private final Natives natives = new Natives();
  private final Arena sum;
  private final Program program;
  private final int copySteps;
  private int count;

  GradientSum(WeightStore weights, dnnl_stream stream) {
    this.sum = natives.own(new Arena(weights.storedFloats() * Float.BYTES), Arena::close);
    Recorder recorder = new Recorder();
    FlatPass pass = new FlatPass(natives, recorder, weights.storedFloats());
    FlatPass.Term gradients = pass.array(weights.gradients());
    FlatPass.Term total = pass.array(sum.start());
    pass.record(() -> pass.copy(gradients, total));
    this.copySteps = recorder.size();
    pass.record(() -> pass.binary(dnnl.dnnl_binary_add, total, gradients, total));
    this.program = new Program(natives, stream, recorder.entries());
    clear();
  }

  /** Where it lies; what is there counts only where an update ends a window of several steps. */
  BytePointer start() {
    return sum.start();
  }

  /** Gradients in it. */
  int count() {
    return count;
  }

  /** Adds the stored gradients. */
  void add() {
    program.run(count == 0 ? 0 : copySteps, count == 0 ? copySteps : program.size());
    count++;
  }

  /** Says that an update took it: the next gradients replace what is there. */
  void taken() {
    count = 0;
  }

  /** Drops what is in it: an update that comes now adds zeros. */
  void clear() {
    count = 0;
    Pointer.memset(sum.start(), 0, sum.bytes());
  }

  long bytes() {
    return sum.bytes();
  }

  @Override
  public void close() {
    natives.close();
  }
}
