package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.data.Resize;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.SoftmaxCrossEntropy;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.engine.StepTime;
import io.github.vgg4j.engine.Threads;
import io.github.vgg4j.onednn.Kernels.Use;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.RandomStreams;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A plan at work on oneDNN: everything is chosen when it opens, a step only runs it. */
final class OnednnSession implements Session {

  private final NetworkPlan plan;
  private final SessionSpec spec;
  private final Natives natives;
  private final OptionalInt threads = Threads.wanted();
  private final WeightStore weights;
  private final Programs programs;
  private final @Nullable Update update;
  private @Nullable Resize resize;
  private long step;

  /** Builds everything; what it took so far is given back where that fails. */
  static OnednnSession open(NetworkPlan plan, SessionSpec spec) {
    Natives natives = new Natives();
    try {
      return new OnednnSession(natives, plan, spec);
    } catch (RuntimeException | Error e) {
      natives.close();
      throw e;
    }
  }

  private OnednnSession(Natives natives, NetworkPlan plan, SessionSpec spec) {
    OpenMp.use(threads);
    this.natives = natives;
    this.plan = plan;
    this.spec = spec;
    Optimizer optimizer = spec.optimizer();
    var stream = Dnnl.stream(natives);
    int slots = optimizer == null ? -1 : optimizer.slots();
    this.weights = natives.own(new WeightStore(plan, stream, slots), WeightStore::close);
    this.programs =
        natives.own(
            new Programs(
                plan,
                weights,
                stream,
                NumberType.of(spec.precision()),
                Update.folds(spec),
                new RandomStreams(spec.seed()),
                () -> step,
                spec.precision() == Precision.INT8 ? Int8.of(plan, spec) : null),
            Programs::close);
    // The program for full batches decides the layouts of the weights.
    programs.of(optimizer == null ? Use.INFERENCE : Use.TRAINING, spec.batchSize(), 0, lastLayer());
    this.update =
        optimizer == null
            ? null
            : natives.own(new Update(spec, optimizer, weights, stream), Update::close);
  }

  @Override
  public NetworkPlan plan() {
    return plan;
  }

  @Override
  public SessionSpec spec() {
    return spec;
  }

  @Override
  public void write(Parameter parameter, Tensor values) {
    weights.write(parameter, values);
  }

  @Override
  public void load(Parameter parameter, Source source) throws IOException {
    if (weights.isPlain(parameter)) {
      source.fill(weights.tensor(parameter));
      weights.written();
    } else {
      Session.super.load(parameter, source);
    }
  }

  @Override
  public void read(Parameter parameter, Tensor into) {
    weights.read(parameter, into);
  }

  @Override
  public void writeSlot(Parameter parameter, int slot, Tensor values) {
    weights.writeSlot(parameter, slot, values);
  }

  @Override
  public void readSlot(Parameter parameter, int slot, Tensor into) {
    weights.readSlot(parameter, slot, into);
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public void step(long stepsDone) {
    step = stepsDone;
    if (update != null) {
      update.clear();
    }
  }

  @Override
  public void train(ImageBatch batch, double learningRate, StepResult result) {
    if (update == null) {
      throw new IllegalStateException("This session was opened for inference; open it to train");
    }
    Programs.Bound program = program(Use.TRAINING, batch.count());
    load(batch, program);
    program.forward();
    FloatBuffer logits = program.output();
    SoftmaxCrossEntropy.measure(logits, batch.labels(), batch.count(), plan.classes(), result);
    FloatBuffer gradient = program.outputGradient();
    SoftmaxCrossEntropy.gradient(logits, batch.labels(), batch.count(), plan.classes(), gradient);
    scale(gradient, batch.count() * plan.classes(), update.gradientScale(learningRate));
    program.backward();
    update.take(learningRate, step);
    step++;
  }

  @Override
  public List<StepTime> profile(ImageBatch batch, int steps) {
    Programs.Bound program = program(update == null ? Use.INFERENCE : Use.TRAINING, batch.count());
    Profile profile = new Profile(program.program(), update == null ? null : update.program());
    load(batch, program);
    if (update != null) {
      update.clear();
    }
    for (int i = 0; i < steps; i++) {
      profile.weights(() -> weights.freshen(program.program()));
      profile.run(0, program.forwardSteps());
      if (update != null) {
        // A gradient of zero takes as long as any other, and plain SGD moves nothing.
        scale(program.outputGradient(), batch.count() * plan.classes(), 0);
        profile.run(program.forwardSteps(), program.program().size());
        profile.update();
        weights.changed();
      }
    }
    return profile.times(steps);
  }

  @Override
  public void evaluate(ImageBatch batch, StepResult result) {
    Programs.Bound program = program(Use.INFERENCE, batch.count());
    load(batch, program);
    program.forward();
    SoftmaxCrossEntropy.measure(
        program.output(), batch.labels(), batch.count(), plan.classes(), result);
  }

  @Override
  public void infer(ImageBatch batch, Tensor logits) {
    Programs.Bound program = program(Use.INFERENCE, batch.count());
    load(batch, program);
    program.forward();
    program.copyOutput(logits);
  }

  @Override
  public void infer(Tensor input, Layer first, Layer last, Tensor output) {
    OpenMp.use(threads);
    int images = checked(input.size(0));
    Programs.Bound program =
        programs.of(
            Use.INFERENCE, images, plan.layers().indexOf(first), plan.layers().indexOf(last));
    program.copyInput(input);
    program.forward();
    program.copyOutput(output);
  }

  @Override
  public long deviceBytes() {
    return weights.bytes() + programs.bytes() + (update == null ? 0 : update.bytes());
  }

  @Override
  public void close() {
    natives.close();
  }

  private Programs.Bound program(Use use, int images) {
    OpenMp.use(threads);
    return programs.of(use, checked(images), 0, lastLayer());
  }

  private int checked(int images) {
    if (images < 1 || images > spec.batchSize()) {
      throw new IllegalArgumentException(
          "A batch of " + images + " images does not fit a session for 1 to " + spec.batchSize());
    }
    return images;
  }

  private void load(ImageBatch batch, Programs.Bound program) {
    Resize fit = resize;
    if (fit == null || !fit.takes(batch)) {
      fit = Resize.to(plan.input(), batch, spec.normalization());
      resize = fit;
    }
    fit.apply(batch, program.input());
  }

  private static void scale(FloatBuffer numbers, int count, double factor) {
    if (factor != 1) {
      for (int i = 0; i < count; i++) {
        numbers.put(i, (float) (numbers.get(i) * factor));
      }
    }
  }

  private int lastLayer() {
    return plan.layers().size() - 1;
  }
}
