package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.ArenaLayout;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.onednn.FlatPass.Term;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the gradients of a training step: they are added to those that wait for an
 * update, or the optimizer's step is made, with their mean, clipped.
 */
final class Update implements AutoCloseable {

  private final Optimizer optimizer;
  private final Gradients rule;
  private final boolean folds;
  private final WeightStore weights;
  private final Natives natives = new Natives();
  private final Recorder recorder = new Recorder();
  private final FlatPass pass;
  private final Arena scalarRoom;
  private final FloatBuffer scalars;
  private final Term values;
  private final Term gradients;
  private final @Nullable GradientSum sum;
  private final @Nullable GradientNorm norm;
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
    EPSILON(7),
    GRADIENT_SCALE(8);

    /** Each has a cache line of its own. */
    private final long offset;

    Scalar(int line) {
      this.offset = line * ArenaLayout.ALIGNMENT;
    }
  }

  /**
   * Whether the products that make gradients can add a session's update to the weights: plain SGD,
   * whose gradients nobody else asks for.
   */
  static boolean folds(SessionSpec spec) {
    return spec.optimizer() instanceof Optimizer.Sgd sgd
        && sgd.momentum() == 0
        && sgd.weightDecay() == 0
        && !spec.gradients().clips()
        && !spec.gradients().accumulates();
  }

  /** The updates of a session for training. */
  Update(SessionSpec spec, Optimizer optimizer, WeightStore weights, dnnl_stream stream) {
    this.optimizer = optimizer;
    this.rule = spec.gradients();
    this.folds = folds(spec);
    this.weights = weights;
    this.scalarRoom =
        natives.own(new Arena(Scalar.values().length * ArenaLayout.ALIGNMENT), Arena::close);
    this.scalars = scalarRoom.floats();
    this.pass = new FlatPass(natives, recorder, weights.storedFloats());
    this.values = pass.array(weights.values());
    this.gradients = pass.array(weights.gradients());
    this.sum =
        rule.accumulates()
            ? natives.own(new GradientSum(weights, stream), GradientSum::close)
            : null;
    this.norm =
        rule.clips()
            ? natives.own(new GradientNorm(weights.storedFloats()), GradientNorm::close)
            : null;
    recorder.label("update");
    record();
    long bytes = ArenaLayout.place(recorder.storages());
    Arena scratch = natives.own(new Arena(Math.max(ArenaLayout.ALIGNMENT, bytes)), Arena::close);
    recorder.storages().forEach(storage -> storage.bind(scratch.start()));
    set(Scalar.ONE, 1);
    set(Scalar.GRADIENT_SCALE, 1);
    this.program = new Program(natives, stream, recorder.entries());
  }

  /** What the gradient of the loss is multiplied by, so that it arrives as this update wants it. */
  double gradientScale(double learningRate) {
    return folds ? -learningRate : 1;
  }

  /**
   * Takes the stored gradients of a training step, which it may overwrite: keeps them for later, or
   * moves the parameters.
   *
   * @param step training steps done before this one
   */
  void take(double learningRate, long step) {
    weights.statisticsChanged();
    if (rule.updatesAt(step)) {
      apply(learningRate, rule.updates(step));
    } else if (sum != null) {
      sum.add();
    }
  }

  /** Drops the gradients that wait for an update. */
  void clear() {
    if (sum != null) {
      sum.clear();
    }
  }

  /** The steps, for profiles; they use the numbers of the last update. */
  Program program() {
    return program;
  }

  long bytes() {
    return scalarRoom.bytes() + (sum == null ? 0 : sum.bytes()) + (norm == null ? 0 : norm.bytes());
  }

  @Override
  public void close() {
    program.close();
  }

  private void apply(double learningRate, long updatesDone) {
    set(Scalar.MINUS_RATE, -learningRate);
    if (optimizer instanceof Optimizer.Sgd sgd) {
      set(Scalar.MOMENTUM, sgd.momentum());
      set(Scalar.DECAY, sgd.weightDecay());
      set(Scalar.MINUS_RATE_TIMES_MOMENTUM, -learningRate * sgd.momentum());
    } else if (optimizer instanceof Optimizer.Adam adam) {
      set(Scalar.DECAY, adam.weightDecay());
      setMoments(adam.beta1(), adam.beta2(), adam.epsilon(), learningRate, updatesDone);
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      set(Scalar.SHRINK, 1 - learningRate * adam.weightDecay());
      setMoments(adam.beta1(), adam.beta2(), adam.epsilon(), learningRate, updatesDone);
    }
    set(Scalar.GRADIENT_SCALE, 1.0 / gradientsInSum());
    program.run(0, program.size());
    if (sum != null) {
      sum.taken();
    }
    weights.changed();
  }

  /**
   * Adam's bias corrections in two numbers: {@code lr * m / c1 / (sqrt(v / c2) + eps)} is {@code lr
   * * sqrt(c2) / c1 * m / (sqrt(v) + eps * sqrt(c2))} (Kingma and Ba 2015, end of section 2).
   */
  private void setMoments(
      double beta1, double beta2, double epsilon, double learningRate, long updatesDone) {
    double first = 1 - Math.pow(beta1, updatesDone + 1.0);
    double second = Math.sqrt(1 - Math.pow(beta2, updatesDone + 1.0));
    set(Scalar.MINUS_RATE, -learningRate * second / first);
    set(Scalar.EPSILON, epsilon * second);
    set(Scalar.NEW_SHARE, 1 - beta1);
  }

  private void set(Scalar scalar, double value) {
    scalars.put((int) (scalar.offset / Float.BYTES), (float) value);
  }

  private void record() {
    if (norm != null) {
      recordNorm(norm);
    }
    pass.record(
        () -> {
          if (norm == null) {
            composeSum();
          }
          composeScale();
          composeStep();
        });
  }

  /** The norm must be known before the first number is scaled: it takes a pass of its own. */
  private void recordNorm(GradientNorm ofSum) {
    pass.record(
        () -> {
          composeSum();
          ofSum.compose(pass, gradients);
        });
    recorder.run(
        () -> {
          int count = gradientsInSum();
          set(Scalar.GRADIENT_SCALE, rule.clipScale(ofSum.take() / count) / count);
        });
  }

  /** Gradients whose sum an update divides: those that waited, and the last. */
  private int gradientsInSum() {
    return sum == null ? 1 : sum.count() + 1;
  }

  private void composeSum() {
    if (sum != null) {
      pass.binary(dnnl.dnnl_binary_add, gradients, pass.array(sum.start()), gradients);
    }
  }

  private void composeScale() {
    if (rule.clips() || rule.accumulates()) {
      pass.binary(dnnl.dnnl_binary_mul, gradients, scalar(Scalar.GRADIENT_SCALE), gradients);
    }
  }

  /** What is done to each piece once its gradients are as they should be. */
  private void composeStep() {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      composeSgd(sgd);
    } else if (optimizer instanceof Optimizer.Adam adam) {
      composeDecay(adam.weightDecay());
      composeAdam(adam.beta1(), adam.beta2());
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      if (adam.weightDecay() > 0) {
        pass.binary(dnnl.dnnl_binary_mul, values, scalar(Scalar.SHRINK), values);
      }
      composeAdam(adam.beta1(), adam.beta2());
    }
  }

  private void composeSgd(Optimizer.Sgd sgd) {
    if (folds) {
      pass.binary(dnnl.dnnl_binary_add, values, gradients, values);
      return;
    }
    composeDecay(sgd.weightDecay());
    if (sgd.momentum() == 0) {
      pass.addScaled(gradients, scalar(Scalar.MINUS_RATE), values);
      return;
    }
    Term velocity = slot(0);
    PostOps plusGradient = pass.postOps().add(pass.layout());
    pass.binary(
        dnnl.dnnl_binary_mul, velocity, scalar(Scalar.MOMENTUM), velocity, plusGradient, gradients);
    if (sgd.kind() == Optimizer.Momentum.NESTEROV) {
      pass.addScaled(gradients, scalar(Scalar.MINUS_RATE), values);
      pass.addScaled(velocity, scalar(Scalar.MINUS_RATE_TIMES_MOMENTUM), values);
    } else {
      pass.addScaled(velocity, scalar(Scalar.MINUS_RATE), values);
    }
  }

  private void composeDecay(double weightDecay) {
    if (weightDecay > 0) {
      pass.addScaled(values, scalar(Scalar.DECAY), gradients);
    }
  }

  private void composeAdam(double beta1, double beta2) {
    Term first = slot(0);
    Term second = slot(1);
    pass.binary(
        dnnl.dnnl_binary_mul,
        gradients,
        scalar(Scalar.NEW_SHARE),
        first,
        pass.postOps().accumulate(beta1));
    pass.binary(
        dnnl.dnnl_binary_mul,
        gradients,
        gradients,
        second,
        pass.postOps().scale(1 - beta2).accumulate(beta2));
    // All the rest while a number is in a register: nothing but the weights is written.
    PostOps step =
        pass.postOps()
            .root()
            .add(pass.scalarLayout())
            .inverse()
            .multiply(pass.layout())
            .multiply(pass.scalarLayout())
            .accumulate(1);
    pass.binary(
        dnnl.dnnl_binary_mul,
        second,
        scalar(Scalar.ONE),
        values,
        step,
        scalar(Scalar.EPSILON),
        first,
        scalar(Scalar.MINUS_RATE));
  }

  private Term slot(int index) {
    return pass.array(weights.slots(index));
  }

  private Term scalar(Scalar scalar) {
    return pass.scalar(scalarRoom.start(), scalar.offset);
  }
}
