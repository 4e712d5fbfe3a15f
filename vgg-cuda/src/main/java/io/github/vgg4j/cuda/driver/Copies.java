package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/** Copies between host and device through pinned memory; makes no objects in a step. */
final class Copies {

  private final Streams streams;
  private final Answers answers;
  private final PinnedRing ring;
  private final Event copied;
  private final RawAddress device = new RawAddress();
  private final RawAddress pinned = new RawAddress();
  private final RawAddress host = new RawAddress();

  /** The two streams of a device. */
  record Streams(CUstream_st compute, CUstream_st copy) {}

  Copies(Streams streams, Answers answers, Releases releases) {
    this.streams = streams;
    this.answers = answers;
    ring = new PinnedRing(answers, releases);
    copied = Event.forOrder(answers, releases);
  }

  /** Copies up on the copy stream; work asked for later waits for it. */
  void up(long to, Pointer from, long bytes) {
    long source = start(from, bytes);
    for (long done = 0; done < bytes; done += PinnedRing.BLOCK_BYTES) {
      long part = Math.min(PinnedRing.BLOCK_BYTES, bytes - done);
      PinnedRing.Block block = ring.take();
      Pointer.memcpy(pinned.at(block.address()), host.at(source + done), part);
      answers.check(
          cudaMemcpyAsync(
              device.at(to + done), pinned, part, cudaMemcpyHostToDevice, streams.copy()),
          "copy from the host");
      block.copied().mark(streams.copy());
    }
    copied.mark(streams.copy());
    copied.holdBack(streams.compute());
  }

  /** Copies down behind all work asked for, and waits. */
  void down(Pointer to, long from, long bytes) {
    long target = start(to, bytes);
    for (long done = 0; done < bytes; done += PinnedRing.BLOCK_BYTES) {
      long part = Math.min(PinnedRing.BLOCK_BYTES, bytes - done);
      PinnedRing.Block block = ring.take();
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
