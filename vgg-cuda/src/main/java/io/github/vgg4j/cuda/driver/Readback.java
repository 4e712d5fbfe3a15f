package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;

import io.github.vgg4j.cuda.kernel.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Copies a few bytes to pinned memory of their own, where the host finds them later. */
final class Readback {

  private final Pointer device;
  private final Pointer pinned;
  private final ByteBuffer here;
  private final CUstream_st stream;
  private final Event copied;
  private final Answers answers;

  Readback(Place from, CUstream_st stream, Answers answers, Releases releases) {
    this.stream = stream;
    this.answers = answers;
    this.device = new RawAddress().at(from.address());
    this.pinned = PinnedRing.pinned(from.bytes(), answers, releases);
    this.here =
        new BytePointer(pinned).capacity(from.bytes()).asBuffer().order(ByteOrder.nativeOrder());
    this.copied = Event.forOrder(answers, releases);
  }

  void ask() {
    answers.check(
        cudaMemcpyAsync(pinned, device, here.capacity(), cudaMemcpyDeviceToHost, stream),
        "copy to the host");
    copied.mark(stream);
  }

  ByteBuffer await() {
    copied.await();
    return here;
  }
}
