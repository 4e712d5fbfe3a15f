package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.Optimizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
  private final List<Operation> operations = new ArrayList<>();

  /** A piece of the size that the operations are for. */
  private Piece template = new Piece(0, 1);

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
      this.offset = line * ArenaLayout.ALIGNMENT;
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
        natives.own(new Arena(Scalar.values().length * ArenaLayout.ALIGNMENT), Arena::close);
    this.scalars = scalarRoom.floats();
    recorder.label("update");
    for (long from = 0; from < weights.storedFloats(); from += PIECE) {
      Piece piece = new Piece(from, Math.min(PIECE, weights.storedFloats() - from));
      if (operations.isEmpty() || !piece.layout.sameAs(template.layout)) {
        operations.clear();
        template = piece;
        compose();
      }
      operations.forEach(operation -> operation.record(piece));
    }
    long bytes = ArenaLayout.place(recorder.storages());
    Arena scratch = natives.own(new Arena(Math.max(ArenaLayout.ALIGNMENT, bytes)), Arena::close);
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

  /** An operand of a piece's operation. */
  private interface Term extends Function<Piece, Value> {}

  /** What is done to every piece of a size, by one kernel. */
  private final class Operation {
    private final Kernel kernel;
    private final int[] names;
    private final List<Term> terms;

    Operation(Kernel kernel, int[] names, List<Term> terms) {
      this.kernel = kernel;
      this.names = names;
      this.terms = terms;
    }

    void record(Piece piece) {
      recorder.call(
          kernel, names, terms.stream().map(term -> term.apply(piece)).toArray(Operand[]::new));
    }
  }

  /** Makes the operations for pieces of the template's size. */
  private void compose() {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      composeSgd(sgd);
    } else if (optimizer instanceof Optimizer.Adam adam) {
      composeDecay(adam.weightDecay());
      composeAdam(adam.beta1(), adam.beta2());
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      if (adam.weightDecay() > 0) {
        binary(dnnl.dnnl_binary_mul, Piece::values, scalar(Scalar.SHRINK), Piece::values);
      }
      composeAdam(adam.beta1(), adam.beta2());
    }
  }

  private void composeSgd(Optimizer.Sgd sgd) {
    if (folds(sgd)) {
      binary(dnnl.dnnl_binary_add, Piece::values, Piece::gradients, Piece::values);
      return;
    }
    composeDecay(sgd.weightDecay());
    if (sgd.momentum() == 0) {
      addScaled(Piece::gradients, Scalar.MINUS_RATE, Piece::values);
      return;
    }
    Term velocity = piece -> piece.slot(0);
    PostOps plusGradient = kernels.postOps().add(template.layout);
    binary(
        dnnl.dnnl_binary_mul,
        velocity,
        scalar(Scalar.MOMENTUM),
        velocity,
        plusGradient,
        Piece::gradients);
    if (sgd.kind() == Optimizer.Momentum.NESTEROV) {
      addScaled(Piece::gradients, Scalar.MINUS_RATE, Piece::values);
      addScaled(velocity, Scalar.MINUS_RATE_TIMES_MOMENTUM, Piece::values);
    } else {
      addScaled(velocity, Scalar.MINUS_RATE, Piece::values);
    }
  }

  private void composeDecay(double weightDecay) {
    if (weightDecay > 0) {
      addScaled(Piece::values, Scalar.DECAY, Piece::gradients);
    }
  }

  private void composeAdam(double beta1, double beta2) {
    Term first = piece -> piece.slot(0);
    Term second = piece -> piece.slot(1);
    Term gradients = Piece::gradients;
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
    PostOps rootPlusEpsilon = kernels.postOps().root().add(scalarLayout());
    binary(
        dnnl.dnnl_binary_mul,
        second,
        scalar(Scalar.ONE),
        gradients,
        rootPlusEpsilon,
        scalar(Scalar.EPSILON));
    PostOps timesRate = kernels.postOps().multiply(scalarLayout());
    binary(dnnl.dnnl_binary_div, first, gradients, gradients, timesRate, scalar(Scalar.MINUS_RATE));
    binary(dnnl.dnnl_binary_add, Piece::values, gradients, Piece::values);
  }

  /** {@code to += factor * from}. */
  private void addScaled(Term from, Scalar factor, Term to) {
    binary(dnnl.dnnl_binary_mul, from, scalar(factor), to, kernels.postOps().accumulate(1));
  }

  private void binary(int algorithm, Term a, Term b, Term out) {
    binary(algorithm, a, b, out, kernels.postOps());
  }

  private void binary(int algorithm, Term a, Term b, Term out, PostOps after) {
    int[] names = {dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST};
    operations.add(new Operation(kernel(algorithm, a, b, out, after), names, List.of(a, b, out)));
  }

  private void binary(int algorithm, Term a, Term b, Term out, PostOps after, Term third) {
    int[] names = {dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST, after.argument()};
    operations.add(
        new Operation(kernel(algorithm, a, b, out, after), names, List.of(a, b, out, third)));
  }

  private Kernel kernel(int algorithm, Term a, Term b, Term out, PostOps after) {
    return kernels.binary(
        algorithm,
        a.apply(template).layout(),
        b.apply(template).layout(),
        out.apply(template).layout(),
        after);
  }

  private Term scalar(Scalar scalar) {
    Value value = Value.fixed(scalarLayout(), scalarRoom.start(), scalar.offset);
    return piece -> value;
  }

  private Layout scalarLayout() {
    return Layout.plain(natives, NumberType.F32, 1);
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
