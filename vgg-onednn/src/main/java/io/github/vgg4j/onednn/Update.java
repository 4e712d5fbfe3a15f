package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.Optimizer;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;

/**
 * One optimizer's step over the flat arrays of the weight store, piece by piece, so that a piece
 * stays in the cache from its first operation to its last.
 */
final class Update implements AutoCloseable {

  /** Floats of a piece: four arrays of it fit the caches of two cores. */
  private static final long PIECE = 1 << 17;

  private final Optimizer optimizer;
  private final WeightStore weights;
  private final Natives natives = new Natives();
  private final Kernels kernels = new Kernels(natives);
  private final Recorder recorder = new Recorder();
  private final Arena scalarRoom;
  private final FloatBuffer scalars;
  private final Program program;

  /** Numbers that change from step to step. */
  private enum Scalar {
    MINUS_RATE(0),
    MINUS_RATE_TIMES_MOMENTUM(1),
    SHRINK(2),
    DECAY(3),
    MOMENTUM(4),
    ONE(5),
    NEW_SHARE(6),
    EPSILON(7);

    /** Each has a cache line of its own. */
    private final long offset;

    Scalar(int line) {
      this.offset = line * Arena.ALIGNMENT;
    }
  }

  /**
   * Whether an optimizer's step can be added to the weights by the products that make gradients.
   */
  static boolean folds(Optimizer optimizer) {
    return optimizer instanceof Optimizer.Sgd sgd && sgd.momentum() == 0 && sgd.weightDecay() == 0;
  }

  Update(Optimizer optimizer, WeightStore weights, dnnl_stream stream) {
    this.optimizer = optimizer;
    this.weights = weights;
    this.scalarRoom =
        natives.own(new Arena(Scalar.values().length * Arena.ALIGNMENT), Arena::close);
    this.scalars = scalarRoom.floats();
    recorder.label("update");
    for (long from = 0; from < weights.storedFloats(); from += PIECE) {
      record(new Piece(from, Math.min(PIECE, weights.storedFloats() - from)));
    }
    long bytes = Arena.place(recorder.storages());
    Arena scratch = natives.own(new Arena(Math.max(Arena.ALIGNMENT, bytes)), Arena::close);
    recorder.storages().forEach(storage -> storage.bind(scratch.start()));
    set(Scalar.ONE, 1);
    this.program = new Program(natives, stream, recorder.entries());
  }

  /** What the gradient of the loss is multiplied by, so that it arrives as this update wants it. */
  double gradientScale(double learningRate) {
    return folds(optimizer) ? -learningRate : 1;
  }

  /**
   * Moves the parameters along the stored gradients, which it may overwrite.
   *
   * @param step training steps done before this one
   */
  void apply(double learningRate, long step) {
    set(Scalar.MINUS_RATE, -learningRate);
    if (optimizer instanceof Optimizer.Sgd sgd) {
      set(Scalar.MOMENTUM, sgd.momentum());
      set(Scalar.DECAY, sgd.weightDecay());
      set(Scalar.MINUS_RATE_TIMES_MOMENTUM, -learningRate * sgd.momentum());
    } else if (optimizer instanceof Optimizer.Adam adam) {
      set(Scalar.DECAY, adam.weightDecay());
      setMoments(adam.beta1(), adam.beta2(), adam.epsilon(), learningRate, step);
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      set(Scalar.SHRINK, 1 - learningRate * adam.weightDecay());
      setMoments(adam.beta1(), adam.beta2(), adam.epsilon(), learningRate, step);
    }
    program.run(0, program.size());
    weights.changed();
  }

  /** The steps, for profiles; they use the numbers of the last {@link #apply}. */
  Program program() {
    return program;
  }

  long bytes() {
    return scalarRoom.bytes();
  }

  @Override
  public void close() {
    program.close();
  }

  /**
   * Adam's bias corrections in two numbers: {@code lr * m / c1 / (sqrt(v / c2) + eps)} is {@code lr
   * * sqrt(c2) / c1 * m / (sqrt(v) + eps * sqrt(c2))} (Kingma and Ba 2015, end of section 2).
   */
  private void setMoments(
      double beta1, double beta2, double epsilon, double learningRate, long step) {
    double first = 1 - Math.pow(beta1, step + 1.0);
    double second = Math.sqrt(1 - Math.pow(beta2, step + 1.0));
    set(Scalar.MINUS_RATE, -learningRate * second / first);
    set(Scalar.EPSILON, epsilon * second);
    set(Scalar.NEW_SHARE, 1 - beta1);
  }

  private void set(Scalar scalar, double value) {
    scalars.put((int) (scalar.offset / Float.BYTES), (float) value);
  }

  private void record(Piece piece) {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      recordSgd(sgd, piece);
    } else if (optimizer instanceof Optimizer.Adam adam) {
      recordDecay(adam.weightDecay(), piece);
      recordAdam(adam.beta1(), adam.beta2(), piece);
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      if (adam.weightDecay() > 0) {
        binary(dnnl.dnnl_binary_mul, piece.values(), scalar(Scalar.SHRINK), piece.values());
      }
      recordAdam(adam.beta1(), adam.beta2(), piece);
    }
  }

  private void recordSgd(Optimizer.Sgd sgd, Piece piece) {
    if (folds(sgd)) {
      binary(dnnl.dnnl_binary_add, piece.values(), piece.gradients(), piece.values());
      return;
    }
    recordDecay(sgd.weightDecay(), piece);
    if (sgd.momentum() == 0) {
      addScaled(piece.gradients(), Scalar.MINUS_RATE, piece.values());
      return;
    }
    Value velocity = piece.slot(0);
    PostOps plusGradient = kernels.postOps().add(piece.layout);
    binary(
        dnnl.dnnl_binary_mul,
        velocity,
        scalar(Scalar.MOMENTUM),
        velocity,
        plusGradient,
        piece.gradients());
    if (sgd.kind() == Optimizer.Momentum.NESTEROV) {
      addScaled(piece.gradients(), Scalar.MINUS_RATE, piece.values());
      addScaled(velocity, Scalar.MINUS_RATE_TIMES_MOMENTUM, piece.values());
    } else {
      addScaled(velocity, Scalar.MINUS_RATE, piece.values());
    }
  }

  private void recordDecay(double weightDecay, Piece piece) {
    if (weightDecay > 0) {
      addScaled(piece.values(), Scalar.DECAY, piece.gradients());
    }
  }

  private void recordAdam(double beta1, double beta2, Piece piece) {
    Value first = piece.slot(0);
    Value second = piece.slot(1);
    Value gradients = piece.gradients();
    binary(
        dnnl.dnnl_binary_mul,
        gradients,
        scalar(Scalar.NEW_SHARE),
        first,
        kernels.postOps().accumulate(beta1));
    binary(
        dnnl.dnnl_binary_mul,
        gradients,
        gradients,
        second,
        kernels.postOps().scale(1 - beta2).accumulate(beta2));
    // The gradients are read for the last time above: their place holds the divisor.
    Value epsilon = scalar(Scalar.EPSILON);
    PostOps rootPlusEpsilon = kernels.postOps().root().add(epsilon.layout());
    binary(dnnl.dnnl_binary_mul, second, scalar(Scalar.ONE), gradients, rootPlusEpsilon, epsilon);
    Value rate = scalar(Scalar.MINUS_RATE);
    PostOps timesRate = kernels.postOps().multiply(rate.layout());
    binary(dnnl.dnnl_binary_div, first, gradients, gradients, timesRate, rate);
    binary(dnnl.dnnl_binary_add, piece.values(), gradients, piece.values());
  }

  /** {@code to += factor * from}. */
  private void addScaled(Value from, Scalar factor, Value to) {
    binary(dnnl.dnnl_binary_mul, from, scalar(factor), to, kernels.postOps().accumulate(1));
  }

  private void binary(int algorithm, Value a, Value b, Value out) {
    binary(algorithm, a, b, out, kernels.postOps());
  }

  private void binary(int algorithm, Value a, Value b, Value out, PostOps after) {
    recorder.call(
        kernels.binary(algorithm, a.layout(), b.layout(), out.layout(), after),
        new int[] {dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST},
        a,
        b,
        out);
  }

  private void binary(int algorithm, Value a, Value b, Value out, PostOps after, Value third) {
    recorder.call(
        kernels.binary(algorithm, a.layout(), b.layout(), out.layout(), after),
        new int[] {dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST, after.argument()},
        a,
        b,
        out,
        third);
  }

  private Value scalar(Scalar scalar) {
    return Value.fixed(Layout.plain(natives, NumberType.F32, 1), scalarRoom.start(), scalar.offset);
  }

  /** A piece of each flat array. */
  private final class Piece {
    private final long from;
    private final Layout layout;

    Piece(long from, long count) {
      this.from = from;
      this.layout = Layout.plain(natives, NumberType.F32, count);
    }

    Value values() {
      return at(weights.values());
    }

    Value gradients() {
      return at(weights.gradients());
    }

    Value slot(int index) {
      return at(weights.slots(index));
    }

    private Value at(BytePointer start) {
      return Value.fixed(layout, start, from * Float.BYTES);
    }
  }
}
