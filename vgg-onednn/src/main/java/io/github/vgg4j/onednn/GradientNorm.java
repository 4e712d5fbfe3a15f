package io.github.vgg4j.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * The L2 norm of all gradients. The squares of every piece are added to those of the piece before,
 * number by number, by a kernel that is as fast as the memory, where oneDNN's sum over a dimension
 * is a reference implementation; what remains is one piece, summed up here in float64.
 */
final class GradientNorm implements AutoCloseable {

  private final Arena room;
  private final FloatBuffer squares;

  /** Of so many numbers. */
  GradientNorm(long floats) {
    this.room = new Arena(Math.min(FlatPass.PIECE, floats) * Float.BYTES);
    this.squares = room.floats();
    Pointer.memset(room.start(), 0, room.bytes());
  }

  /** Adds the squares of a piece, in the pass that is being composed. */
  void compose(FlatPass pass, FlatPass.Term gradients) {
    pass.binary(
        dnnl.dnnl_binary_mul,
        gradients,
        gradients,
        pass.room(room.start()),
        pass.postOps().accumulate(1));
  }

  /** The norm of what was added since it was last asked for. */
  double take() {
    double sum = 0;
    for (int i = 0; i < squares.capacity(); i++) {
      sum += squares.get(i);
      squares.put(i, 0);
    }
    return Math.sqrt(sum);
  }

  long bytes() {
    return room.bytes();
  }

  @Override
  public void close() {
    room.close();
  }
}
