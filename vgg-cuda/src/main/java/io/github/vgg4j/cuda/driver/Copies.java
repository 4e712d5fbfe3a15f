package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/** Copies between host and device through pinned memory; makes no objects in a step. */
final class Copies {

  /** A batch of 128 images of 224 x 224 bytes is 6.4 MB; larger ones take more than one turn. */
  static final long AHEAD_BYTES = 8L << 20;

  /** Weights and all else that goes in the order of the work. */
  static final long IN_ORDER_BYTES = 2L << 20;

  private final Streams streams;
  private final Answers answers;
  private final PinnedRing aheadRing;
  private final PinnedRing inOrderRing;
  private final Event copied;
  private final RawAddress device = new RawAddress();
  private final RawAddress pinned = new RawAddress();
  private final RawAddress host = new RawAddress();

  /** The two streams of a device. */
  record Streams(CUstream_st compute, CUstream_st copy) {}

  Copies(Streams streams, Answers answers, Releases releases) {
    this.streams = streams;
    this.answers = answers;
    aheadRing = new PinnedRing(AHEAD_BYTES, answers, releases);
    inOrderRing = new PinnedRing(IN_ORDER_BYTES, answers, releases);
    copied = Event.forOrder(answers, releases);
  }

  /** Copies up behind all work asked for. */
  void up(long to, Pointer from, long bytes) {
    up(to, from, bytes, inOrderRing, streams.compute());
  }

  /** Copies up on the copy stream; work asked for later waits for it. */
  void ahead(long to, Pointer from, long bytes) {
    up(to, from, bytes, aheadRing, streams.copy());
    copied.mark(streams.copy());
    copied.holdBack(streams.compute());
  }

  private void up(long to, Pointer from, long bytes, PinnedRing ring, CUstream_st stream) {
    long source = start(from, bytes);
    for (long done = 0; done < bytes; done += ring.blockBytes()) {
      long part = Math.min(ring.blockBytes(), bytes - done);
      PinnedRing.Block block = ring.take();
      Pointer.memcpy(pinned.at(block.address()), host.at(source + done), part);
      answers.check(
          cudaMemcpyAsync(device.at(to + done), pinned, part, cudaMemcpyHostToDevice, stream),
          "copy from the host");
      block.copied().mark(stream);
    }
  }

  /** Copies down behind all work asked for, and waits. */
  void down(Pointer to, long from, long bytes) {
    long target = start(to, bytes);
    for (long done = 0; done < bytes; done += inOrderRing.blockBytes()) {
      long part = Math.min(inOrderRing.blockBytes(), bytes - done);
      PinnedRing.Block block = inOrderRing.take();
      answers.check(
          cudaMemcpyAsync(
              pinned.at(block.address()),
              device.at(from + done),
              part,
              cudaMemcpyDeviceToHost,
              streams.compute()),
          "copy to the host");
      block.copied().mark(streams.compute());
      block.copied().await();
      Pointer.memcpy(host.at(target + done), pinned.at(block.address()), part);
    }
  }

  /** Where a pointer's elements begin, its position counted. */
  private static long start(Pointer pointer, long bytes) {
    long size = Math.max(1, pointer.sizeof());
    long has = (pointer.limit() - pointer.position()) * size;
    if (pointer.isNull() || (pointer.limit() > 0 && has < bytes)) {
      throw new IllegalArgumentException(
          "The host's memory holds " + (pointer.isNull() ? 0 : has) + " bytes, not " + bytes);
    }
    return pointer.address() + pointer.position() * size;
  }
}
